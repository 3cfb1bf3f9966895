package io.tidemark.load;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** Draws the rows of {@link Polling}: the positions that the primary is asked for against the number of nodes. */
final class PollingPlot {

    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);
    private static final List<Color> COLORS = List.of(new Color(0x0072B2), new Color(0x009E73), new Color(0x999999));

    private PollingPlot() {}

    static JFreeChart of(List<Polling.Row> rows) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, true);
        for (String state : rows.stream().map(Polling.Row::state).distinct().toList()) {
            XYSeries series = new XYSeries(state);
            rows.stream()
                    .filter(row -> row.state().equals(state))
                    .forEach(row -> series.add(row.nodes(), row.primary()));
            renderer.setSeriesPaint(data.getSeriesCount(), COLORS.get(data.getSeriesCount() % COLORS.size()));
            renderer.setSeriesStroke(data.getSeriesCount(), new BasicStroke(2));
            data.addSeries(series);
        }
        XYPlot plot = new XYPlot(
                data, axis("nodes", 0.8, 130), axis("positions asked of the primary per second", 0.1, 3000), renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        JFreeChart chart = new JFreeChart("Polls of the primary", TEXT.deriveFont(Font.BOLD, 15f), plot, true);
        chart.setBackgroundPaint(Color.WHITE);
        chart.getLegend().setItemFont(TEXT);
        chart.setPadding(new RectangleInsets(10, 10, 10, 10));
        return chart;
    }

    private static LogAxis axis(String label, double least, double most) {
        LogAxis axis = new LogAxis(label);
        axis.setRange(least, most);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setTickLabelFont(TEXT);
        axis.setLabelFont(TEXT);
        return axis;
    }
}
