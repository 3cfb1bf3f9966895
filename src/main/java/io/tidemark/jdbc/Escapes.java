package io.tidemark.jdbc;

/** Whether the application holds something of the driver that can write past us, and what that means for marks. */
final class Escapes {

    private final Course course;
    private boolean any;

    Escapes(Course course) {
        this.course = course;
    }

    boolean any() {
        return any;
    }

    /** A statement that runs as a write leaves something behind that can write later. */
    void later() {
        any = true;
    }

    /** Something is handed out that can write, and commit, from here on. */
    void now() {
        any = true;
        LocalTransaction open = course.local();
        if (open == null) {
            course.write().ended();
        } else if (!open.onReplica()) {
            open.escapes(course.writeIn(open));
        }
    }

    /** What escaped has written until now in auto-commit mode, if anything, is covered from here on. */
    void cover() {
        if (any && course.local() == null) {
            course.write().ended();
        }
    }
}
