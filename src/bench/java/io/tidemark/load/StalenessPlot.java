package io.tidemark.load;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Polygon;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Rectangle2D;
import java.text.FieldPosition;
import java.text.NumberFormat;
import java.text.ParsePosition;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.LegendItem;
import org.jfree.chart.LegendItemCollection;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.CombinedRangeXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Draws the points of {@link Staleness}: the reads left on the primary against the stale reads, one panel for each lag. The best
 * place is at the lower left.
 */
final class StalenessPlot {

    /** The place of zero on the logarithmic axis. */
    private static final double ZERO = 10;

    private static final double MOST = 1_500_000;
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 12);

    /** Colors that readers with colour blindness distinguish, by Okabe and Ito. */
    private static final List<Color> COLORS = List.of(
            new Color(0x000000),
            new Color(0x999999),
            new Color(0xE69F00),
            new Color(0xCC79A7),
            new Color(0x56B4E9),
            new Color(0xD55E00),
            new Color(0x0072B2),
            new Color(0x009E73));

    private static final List<Shape> SHAPES = List.of(
            new Rectangle2D.Double(-5, -5, 10, 10),
            new Polygon(new int[] {-6, 0, 6, 0}, new int[] {0, -6, 0, 6}, 4),
            new Polygon(new int[] {-6, 6, 0}, new int[] {5, 5, -6}, 3),
            new Polygon(new int[] {-6, 6, 0}, new int[] {-5, -5, 6}, 3));

    private static final Shape TIDEMARK = new Ellipse2D.Double(-5, -5, 10, 10);
    private static final Shape AROUND = new Ellipse2D.Double(-8, -8, 16, 16);

    private StalenessPlot() {}

    static JFreeChart of(List<Staleness.Point> points) {
        List<String> policies =
                points.stream().map(Staleness.Point::policy).distinct().toList();
        CombinedRangeXYPlot panels = new CombinedRangeXYPlot(stale());
        panels.setGap(12);
        points.stream()
                .map(Staleness.Point::lagMillis)
                .distinct()
                .sorted()
                .forEach(lag -> panels.add(panel(points, policies, lag)));
        panels.setFixedLegendItems(legend(policies));
        JFreeChart chart = new JFreeChart(
                "Stale reads, and reads left on the primary", TEXT.deriveFont(Font.BOLD, 15f), panels, true);
        chart.addSubtitle(new TextTitle("in each panel to the right: reads on the primary, %", TEXT));
        chart.setBackgroundPaint(Color.WHITE);
        chart.getLegend().setItemFont(TEXT);
        chart.getLegend().setPosition(RectangleEdge.BOTTOM);
        chart.setPadding(new RectangleInsets(10, 10, 10, 10));
        return chart;
    }

    /** {@return the panel of a lag} All reads on the primary are in each, since they do not depend on it. */
    private static XYPlot panel(List<Staleness.Point> points, List<String> policies, int lag) {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        for (int i = 0; i < policies.size(); i++) {
            String policy = policies.get(i);
            XYSeries series = new XYSeries(policy, false);
            points.stream()
                    .filter(point ->
                            point.policy().equals(policy) && (point.lagMillis() == lag || isFirst(policies, policy)))
                    .forEach(point -> series.add(point.onPrimary(), Math.max(ZERO, point.stale())));
            data.addSeries(series);
            renderer.setSeriesShape(i, shape(policy, i));
            renderer.setSeriesShapesFilled(i, isFilled(policy));
            renderer.setSeriesPaint(i, COLORS.get(i % COLORS.size()));
        }
        NumberAxis share = new NumberAxis("replica lag " + text(lag));
        share.setRange(-8, 108);
        share.setTickUnit(new NumberTickUnit(25));
        share.setTickLabelFont(TEXT);
        share.setLabelFont(TEXT);
        XYPlot panel = new XYPlot(data, share, null, renderer);
        panel.setBackgroundPaint(Color.WHITE);
        panel.setDomainGridlinePaint(Color.LIGHT_GRAY);
        panel.setRangeGridlinePaint(Color.LIGHT_GRAY);
        panel.setOutlinePaint(Color.LIGHT_GRAY);
        return panel;
    }

    /** {@return whether it is the first policy, which has all reads on the primary} */
    private static boolean isFirst(List<String> policies, String policy) {
        return policies.get(0).equals(policy);
    }

    /** {@return whether its points are filled} Points of Tidemark with and without waiting often have the same place. */
    private static boolean isFilled(String policy) {
        return !policy.equals(Staleness.NOT_WAITING);
    }

    private static LegendItemCollection legend(List<String> policies) {
        LegendItemCollection legend = new LegendItemCollection();
        for (int i = 0; i < policies.size(); i++) {
            String policy = policies.get(i);
            Color color = COLORS.get(i % COLORS.size());
            legend.add(new LegendItem(
                    policy,
                    null,
                    null,
                    null,
                    shape(policy, i),
                    isFilled(policy) ? color : Color.WHITE,
                    new BasicStroke(2),
                    color));
        }
        return legend;
    }

    private static Shape shape(String policy, int series) {
        if (policy.equals(Staleness.NOT_WAITING)) {
            return AROUND;
        }
        return policy.startsWith("Tidemark") ? TIDEMARK : SHAPES.get(series % SHAPES.size());
    }

    private static String text(int millis) {
        return millis < 1000 ? millis + " ms" : millis / 1000 + " s";
    }

    private static LogAxis stale() {
        LogAxis axis = new LogAxis("stale reads per million");
        axis.setRange(ZERO / 2, MOST);
        axis.setTickUnit(new NumberTickUnit(1));
        axis.setNumberFormatOverride(new WithZero());
        axis.setTickLabelFont(TEXT);
        axis.setLabelFont(TEXT);
        return axis;
    }

    /** Numbers of which the least is shown as none. */
    private static final class WithZero extends NumberFormat {

        private static final long serialVersionUID = 1;

        @Override
        public StringBuffer format(double number, StringBuffer to, FieldPosition position) {
            return to.append(number <= ZERO * 1.01 ? "none" : String.format(Locale.ROOT, "%,.0f", number));
        }

        @Override
        public StringBuffer format(long number, StringBuffer to, FieldPosition position) {
            return format((double) number, to, position);
        }

        @Override
        public Number parse(String text, ParsePosition position) {
            throw new UnsupportedOperationException();
        }
    }
}
