package io.tidemark.holes;

import org.objectweb.asm.Handle;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A text within the constants of the method is another one: a part of a query or of a script. */
record OtherText(String text, String other) implements Change {

    @Override
    public MethodVisitor of(Method method, MethodVisitor next, Runnable changed) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitLdcInsn(Object value) {
                super.visitLdcInsn(replaced(value, changed));
            }

            @Override
            public void visitInvokeDynamicInsn(String name, String descriptor, Handle factory, Object... arguments) {
                // Texts that are joined with values are arguments of the factory.
                Object[] found = arguments.clone();
                for (int i = 0; i < found.length; i++) {
                    found[i] = replaced(found[i], changed);
                }
                super.visitInvokeDynamicInsn(name, descriptor, factory, found);
            }
        };
    }

    private Object replaced(Object value, Runnable changed) {
        if (value instanceof String known && known.contains(text)) {
            changed.run();
            return known.replace(text, other);
        }
        return value;
    }
}
