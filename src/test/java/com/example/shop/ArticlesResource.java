package com.example.shop;

import io.tidemark.Routed;
import io.tidemark.RoutedReads;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.PersistenceContext;
import jakarta.transaction.Transactional;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Articles: their price through Jakarta Persistence, their stock through JDBC. */
@RequestScoped
@RoutedReads
@Path("articles/{id}")
public class ArticlesResource {

    @PersistenceContext(unitName = "shop")
    EntityManager articles;

    @Inject
    @Routed
    DataSource source;

    @PathParam("id")
    long id;

    @GET
    @Path("price")
    @Transactional
    public int price() {
        return articles.find(Article.class, id).price();
    }

    @PUT
    @Path("price")
    @Transactional
    public int price(int now) {
        Article article = articles.find(Article.class, id);
        article.price(now);
        articles.flush();
        articles.refresh(article);
        return article.price();
    }

    @GET
    @Path("stock")
    public int stock() throws SQLException {
        try (Connection connection = source.getConnection()) {
            return stock(connection);
        }
    }

    @PUT
    @Path("stock")
    public int stock(int now) throws SQLException {
        try (Connection connection = source.getConnection();
                PreparedStatement update = connection.prepareStatement("UPDATE articles SET stock = ? WHERE id = ?")) {
            stock(connection);
            update.setInt(1, now);
            update.setLong(2, id);
            update.executeUpdate();
            return stock(connection);
        }
    }

    private int stock(Connection connection) throws SQLException {
        try (PreparedStatement read = connection.prepareStatement("SELECT stock FROM articles WHERE id = ?")) {
            read.setLong(1, id);
            try (ResultSet row = read.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }
}
