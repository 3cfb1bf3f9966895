package io.tidemark.load;

import java.awt.Rectangle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jfree.chart.JFreeChart;
import org.jfree.svg.SVGGraphics2D;

/** Writes charts as SVG. */
final class Svg {

    private static final int WIDTH = 900;
    private static final int HEIGHT = 540;

    private Svg() {}

    static void write(JFreeChart chart, Path file) throws IOException {
        SVGGraphics2D graphics = new SVGGraphics2D(WIDTH, HEIGHT);
        // Otherwise each run would have other names.
        graphics.setDefsKeyPrefix("chart-");
        chart.draw(graphics, new Rectangle(WIDTH, HEIGHT));
        Files.createDirectories(file.getParent());
        Files.writeString(file, graphics.getSVGDocument());
        Report.say("wrote " + file.getFileName());
    }
}
