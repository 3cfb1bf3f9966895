package io.tidemark.holes;

import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * Another method with the same arguments, or another constant of the same type, is used. Both are of the same class.
 *
 * @param other the name of the other one
 */
record OtherCall(Call call, String other) implements Change {

    @Override
    public MethodVisitor of(Method method, MethodVisitor next, Runnable changed) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                boolean replaced = call.is(owner, name);
                super.visitMethodInsn(opcode, owner, replaced ? other : name, descriptor, ofInterface);
                if (replaced) {
                    changed.run();
                }
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                boolean replaced = opcode == Opcodes.GETSTATIC && call.is(owner, name);
                super.visitFieldInsn(opcode, owner, replaced ? other : name, descriptor);
                if (replaced) {
                    changed.run();
                }
            }
        };
    }
}
