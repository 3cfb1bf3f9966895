package com.example.helpdesk;

import jakarta.jms.JMSDestinationDefinition;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

@ApplicationPath("/api")
@JMSDestinationDefinition(
        name = HelpdeskApplication.CLASSIFY,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "helpdeskClassify")
@JMSDestinationDefinition(
        name = HelpdeskApplication.ESTIMATE,
        interfaceName = "jakarta.jms.Queue",
        destinationName = "helpdeskEstimate")
public class HelpdeskApplication extends Application {

    static final String CLASSIFY = "java:app/jms/classify";
    static final String ESTIMATE = "java:app/jms/estimate";
}
