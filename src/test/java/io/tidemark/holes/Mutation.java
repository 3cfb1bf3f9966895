package io.tidemark.holes;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/** A change of one method of the production code, in all its overloads. */
record Mutation(MethodName method, Change change) {

    /** {@return the changed class file} */
    byte[] of(byte[] original) {
        ClassReader reader = new ClassReader(original);
        ClassWriter writer = new ClassWriter(reader, ClassWriter.COMPUTE_MAXS);
        Changing changing = new Changing(reader.getClassName(), writer);
        reader.accept(changing, 0);
        if (changing.found.get() == 0) {
            throw new BadMutation("The class " + method.type() + " has no method '" + method.method()
                    + "' with a body; expected the remedy's method.");
        }
        if (changing.changed.get() == 0) {
            throw new BadMutation("The method " + method + " has nothing for the change " + change
                    + "; expected a call or a text that is in the method.");
        }
        return writer.toByteArray();
    }

    private final class Changing extends ClassVisitor {

        private final String owner;
        private final AtomicInteger found = new AtomicInteger();
        private final AtomicInteger changed = new AtomicInteger();
        private final Pattern lambda = Pattern.compile("lambda\\$" + Pattern.quote(method.method()) + "\\$\\d+");

        Changing(String owner, ClassVisitor next) {
            super(Opcodes.ASM9, next);
            this.owner = owner;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, String signature, String[] exceptions) {
            MethodVisitor next = super.visitMethod(access, name, descriptor, signature, exceptions);
            boolean isLambda = change.appliesToLambdas() && lambda.matcher(name).matches();
            boolean hasBody = (access & (Opcodes.ACC_ABSTRACT | Opcodes.ACC_NATIVE | Opcodes.ACC_BRIDGE)) == 0;
            if (!hasBody || !(isLambda || name.equals(method.method()))) {
                return next;
            }
            found.incrementAndGet();
            return change.of(new Change.Method(owner, name, descriptor, access), next, changed::incrementAndGet);
        }
    }
}
