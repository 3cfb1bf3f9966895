package com.example.helpdesk;

import jakarta.annotation.Resource;
import jakarta.batch.runtime.BatchRuntime;
import jakarta.ejb.EJB;
import jakarta.ejb.Singleton;
import jakarta.ejb.Timeout;
import jakarta.ejb.TimerConfig;
import jakarta.ejb.TimerService;
import java.util.Properties;

/** The end of the day: a timer has the tickets counted, and their hours billed. */
@Singleton
public class Clock {

    @Resource
    TimerService timers;

    @EJB
    Desk desk;

    public void set() {
        timers.createSingleActionTimer(1, new TimerConfig(null, false));
    }

    @Timeout
    void ring() {
        desk.tally();
        BatchRuntime.getJobOperator().start("bills", new Properties());
    }
}
