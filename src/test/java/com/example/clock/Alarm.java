package com.example.clock;

import jakarta.annotation.Resource;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;

/** Runs work on the thread of a timer. */
@Singleton
@Local(Executor.class)
public class Alarm implements Executor {

    @Resource
    TimerService timers;

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        timers.createSingleActionTimer(1, new TimerConfig(null, false));
    }

    @Timeout
    void rings() {
        tasks.remove().run();
    }
}
