package com.example.helpdesk;

import jakarta.ejb.ActivationConfigProperty;
import jakarta.ejb.EJB;
import jakarta.ejb.MessageDriven;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;

/** The first of two that handle a new ticket. */
@MessageDriven(
        activationConfig = {
            @ActivationConfigProperty(propertyName = "destinationLookup", propertyValue = HelpdeskApplication.CLASSIFY),
            @ActivationConfigProperty(propertyName = "destinationType", propertyValue = "jakarta.jms.Queue")
        })
public class Classifier implements MessageListener {

    @EJB
    Desk desk;

    @Override
    public void onMessage(Message ticket) {
        try {
            desk.classify(ticket.getBody(Long.class));
        } catch (JMSException unreadable) {
            throw new IllegalArgumentException(unreadable);
        }
    }
}
