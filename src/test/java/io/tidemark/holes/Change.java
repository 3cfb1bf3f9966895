package io.tidemark.holes;

import org.objectweb.asm.MethodVisitor;

/** One kind of change of a method's bytecode. */
interface Change {

    /**
     * A method of the production code.
     *
     * @param owner the class, with slashes
     * @param access the flags of ASM
     */
    record Method(String owner, String name, String descriptor, int access) {}

    /**
     * {@return a visitor that receives the method and passes it on with the change}
     *
     * @param changed is run at each changed place
     */
    MethodVisitor of(Method method, MethodVisitor next, Runnable changed);

    /** Whether it also applies to the lambdas in the method. */
    default boolean appliesToLambdas() {
        return true;
    }
}
