package com.example.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "articles")
public class Article {

    @Id
    private long id;

    private int price;

    protected Article() {}

    public int price() {
        return price;
    }

    public void price(int now) {
        price = now;
    }
}
