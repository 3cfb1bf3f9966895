package com.example.helpdesk;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** Reads the result of {@link Classifier}, and stores an estimate. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = HelpdeskApplication.ESTIMATE),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue")
        })
public class Estimator implements MessageListener {

    @EJB
    Desk desk;

    @Override
    public void onMessage(Message ticket) {
        try {
            desk.estimate(ticket.getBody(Long.class));
        } catch (JMSException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }
}
