package io.tidemark.holes;

import org.objectweb.asm.Label;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** Every exception leaves the method: {@code catch} and {@code finally} have no effect on it. */
record NoHandlers() implements Change {

    @Override
    public MethodVisitor of(Method method, MethodVisitor next, Runnable changed) {
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitTryCatchBlock(Label start, Label end, Label handler, String type) {
                changed.run();
            }
        };
    }
}
