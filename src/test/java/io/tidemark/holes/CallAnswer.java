package io.tidemark.holes;

import java.util.Optional;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * Calls of a method, and reads or writes of a field, are left out. A constant takes the place of their answer. Arguments are still
 * evaluated.
 *
 * @param answer empty for a method that returns nothing
 */
record CallAnswer(Call call, Optional<Constant> answer) implements Change {

    @Override
    public MethodVisitor of(Method method, MethodVisitor next, Runnable changed) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean ofInterface) {
                if (!call.is(owner, name)) {
                    super.visitMethodInsn(opcode, owner, name, descriptor, ofInterface);
                    return;
                }
                replace(opcode, owner, descriptor, next);
                changed.run();
            }

            @Override
            public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
                boolean reads = opcode == Opcodes.GETFIELD && answer.isPresent();
                boolean writes = opcode == Opcodes.PUTFIELD && answer.isEmpty();
                if (!call.is(owner, name) || !(reads || writes)) {
                    super.visitFieldInsn(opcode, owner, name, descriptor);
                    return;
                }
                // As if it were an accessor: a record reads its own components without a call.
                String accessor = reads ? "()" + descriptor : "(" + descriptor + ")V";
                replace(Opcodes.INVOKEVIRTUAL, owner, accessor, next);
                changed.run();
            }
        };
    }

    private void replace(int opcode, String owner, String descriptor, MethodVisitor code) {
        Type returned = Type.getReturnType(descriptor);
        boolean isStatic = opcode == Opcodes.INVOKESTATIC;
        if (returned.equals(Type.VOID_TYPE) != answer.isEmpty()) {
            throw new BadMutation(call + " returns " + returned.getClassName() + "; expected "
                    + (answer.isEmpty() ? "'answers' with a constant" : "'skips'") + ".");
        }
        Type[] arguments = Type.getArgumentTypes(descriptor);
        if (answer.equals(Optional.of(Constant.ARGUMENT))) {
            keepArgument(arguments, returned, isStatic, code);
            return;
        }
        for (int last = arguments.length - 1; last >= 0; last--) {
            pop(arguments[last], code);
        }
        if (answer.equals(Optional.of(Constant.RECEIVER))) {
            if (isStatic || !Type.getObjectType(owner).equals(returned)) {
                throw Constant.RECEIVER.unfit(returned);
            }
            return;
        }
        if (!isStatic) {
            code.visitInsn(Opcodes.POP);
        }
        answer.ifPresent(constant -> constant.push(returned, code));
    }

    private static void keepArgument(Type[] arguments, Type returned, boolean isStatic, MethodVisitor code) {
        if (arguments.length == 0 || !arguments[0].equals(returned) || returned.getSize() != 1) {
            throw Constant.ARGUMENT.unfit(returned);
        }
        for (int last = arguments.length - 1; last > 0; last--) {
            pop(arguments[last], code);
        }
        if (!isStatic) {
            code.visitInsn(Opcodes.SWAP);
            code.visitInsn(Opcodes.POP);
        }
    }

    private static void pop(Type type, MethodVisitor code) {
        code.visitInsn(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP);
    }
}
