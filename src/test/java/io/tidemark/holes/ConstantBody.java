package io.tidemark.holes;

import java.util.Optional;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/**
 * The method has no effect and returns a constant.
 *
 * @param constant empty for a method that returns nothing
 */
record ConstantBody(Optional<Constant> constant) implements Change {

    @Override
    public boolean appliesToLambdas() {
        return false;
    }

    @Override
    public MethodVisitor of(Method method, MethodVisitor next, Runnable changed) {
        Type returned = Type.getReturnType(method.descriptor());
        if (returned.equals(Type.VOID_TYPE) != constant.isEmpty()) {
            throw new BadMutation(method.name() + " returns " + returned.getClassName() + "; expected "
                    + (constant.isEmpty() ? "'returns' with a constant" : "'does nothing'") + ".");
        }
        return new MethodVisitor(Opcodes.ASM9, next) {
            @Override
            public void visitCode() {
                next.visitCode();
                constant.ifPresent(answer -> push(answer, method, next));
                next.visitInsn(returned.getOpcode(Opcodes.IRETURN));
                next.visitMaxs(0, 0);
                changed.run();
                // The rest of the method is left out.
                mv = null;
            }

            @Override
            public void visitEnd() {
                next.visitEnd();
            }
        };
    }

    private static void push(Constant answer, Method method, MethodVisitor code) {
        Type returned = Type.getReturnType(method.descriptor());
        if (answer.isIndependent()) {
            answer.push(returned, code);
            return;
        }
        Type[] arguments = Type.getArgumentTypes(method.descriptor());
        boolean isStatic = (method.access() & Opcodes.ACC_STATIC) != 0;
        Type found = answer == Constant.RECEIVER
                ? isStatic ? Type.VOID_TYPE : Type.getObjectType(method.owner())
                : arguments.length == 0 ? Type.VOID_TYPE : arguments[0];
        if (!found.equals(returned)) {
            throw answer.unfit(returned);
        }
        int variable = isStatic || answer == Constant.RECEIVER ? 0 : 1;
        code.visitVarInsn(returned.getOpcode(Opcodes.ILOAD), variable);
    }
}
