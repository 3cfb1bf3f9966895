package io.tidemark.holes;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;

/** An answer that replaces the real one. */
enum Constant {
    TRUE,
    FALSE,
    ZERO,

    /** An empty optional, collection or text, or a duration of zero. */
    EMPTY,

    /** The first argument, unchanged. */
    ARGUMENT,

    /** The object whose method is called. */
    RECEIVER;

    static Constant of(String word) {
        for (Constant constant : values()) {
            if (constant.word().equals(word)) {
                return constant;
            }
        }
        throw new BadMutation("'" + word + "' is no constant; expected one of "
                + Arrays.stream(values()).map(Constant::word).collect(Collectors.joining(", ")) + ".");
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it is made without the object and the arguments of the call. */
    boolean isIndependent() {
        return this != ARGUMENT && this != RECEIVER;
    }

    /** Writes the instruction that puts an independent constant of the type on the stack. */
    void push(Type type, MethodVisitor code) {
        switch (this) {
            case TRUE -> number(type, Type.BOOLEAN_TYPE, Opcodes.ICONST_1, code);
            case FALSE -> number(type, Type.BOOLEAN_TYPE, Opcodes.ICONST_0, code);
            case ZERO -> zero(type, code);
            case EMPTY -> empty(type, code);
            case ARGUMENT, RECEIVER -> throw new IllegalStateException(this + " is not independent");
        }
    }

    private void number(Type type, Type expected, int instruction, MethodVisitor code) {
        if (!type.equals(expected)) {
            throw unfit(type);
        }
        code.visitInsn(instruction);
    }

    private void zero(Type type, MethodVisitor code) {
        if (type.equals(Type.LONG_TYPE)) {
            code.visitInsn(Opcodes.LCONST_0);
        } else {
            number(type, Type.INT_TYPE, Opcodes.ICONST_0, code);
        }
    }

    private void empty(Type type, MethodVisitor code) {
        String owner = type.getInternalName();
        switch (type.getClassName()) {
            case "java.lang.String" -> code.visitLdcInsn("");
            case "java.time.Duration" -> code.visitFieldInsn(Opcodes.GETSTATIC, owner, "ZERO", type.getDescriptor());
            case "java.util.Optional" ->
                code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, "empty", "()" + type.getDescriptor(), false);
            case "java.util.List", "java.util.Set", "java.util.Map" ->
                code.visitMethodInsn(Opcodes.INVOKESTATIC, owner, "of", "()" + type.getDescriptor(), true);
            default -> throw unfit(type);
        }
    }

    BadMutation unfit(Type type) {
        return new BadMutation("A method that returns " + type.getClassName() + " cannot answer '" + word()
                + "'; expected a constant of that type.");
    }
}
