using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Html;

namespace Amphi.Look;

/// <summary>
/// The seat plan, Amphi's one ornament: concentric arcs of dots from 196° to 344°, flattened to four fifths. One path a
/// kind of seat, drawn on the server.
/// </summary>
public static class SeatPlan
{
    private const double From = 196 * Math.PI / 180;
    private const double To = 344 * Math.PI / 180;
    private const double Flat = .8;

    /// <summary>The arcs on a course's cover.</summary>
    public static string Ornament { get; } =
        $"<svg class=\"seats dot-5\" viewBox=\"0 0 300 240\" aria-hidden=\"true\"><path d=\"{Path(Seats(300, 9, 232, 60, 15))}\"/></svg>";

    /// <summary>A hall of some seats, a share of them taken and a share of those taken discreetly; the same hall for the same seed.</summary>
    /// <param name="label">What the picture says in a sentence; null when the figures stand beside it.</param>
    /// <param name="taken">Taken seats in a thousand.</param>
    /// <param name="discreet">Discreet seats in a thousand of the taken ones.</param>
    public static HtmlString Hall(int rows, int taken, int discreet, int seed, string? label, bool withYou = true)
    {
        const double width = 520;
        var seats = Seats(width, rows, 214, 74, 15.5);
        var order = Enumerable.Range(0, seats.Count).ToArray();
        new Random(seed).Shuffle(order);
        var full = order[..(seats.Count * taken / 1000)];
        var hidden = full[..(full.Length * discreet / 1000)];
        var open = full[(full.Length * discreet / 1000)..];
        var empty = order[full.Length..];
        var you = withYou && empty.Length > 0 ? empty[0] : -1;

        var height = seats.Max(seat => seat.Y) + 34;
        var drawn = new StringBuilder();
        drawn.Append(CultureInfo.InvariantCulture, $"<svg class=\"seats dot-9\" viewBox=\"0 0 {width} {height:0.#}\" ");
        drawn.Append(label is null ? "aria-hidden=\"true\">" : $"role=\"img\" aria-label=\"{Furniture.Encoder.Encode(label)}\">");
        drawn.Append(CultureInfo.InvariantCulture, $"<path class=\"e dot-4\" d=\"M{width / 2 - 40} {height - 6:0.#}h80\"/>");
        Draw(drawn, "e", empty.Where(seat => seat != you), seats);
        Draw(drawn, "f", open, seats);
        Draw(drawn, "r", hidden, seats);
        Draw(drawn, "rh", hidden, seats);
        if (you >= 0)
        {
            Draw(drawn, "me", [you], seats);
            Draw(drawn, "me2", [you], seats);
        }

        return new(drawn.Append("</svg>").ToString());
    }

    private static void Draw(StringBuilder drawn, string kind, IEnumerable<int> which, List<(double X, double Y)> seats)
    {
        var path = Path(which.Select(seat => seats[seat]));
        if (path.Length > 0)
            drawn.Append("<path class=\"").Append(kind).Append("\" d=\"").Append(path).Append("\"/>");
    }

    private static List<(double X, double Y)> Seats(double width, int rows, double outer, double inner, double apart)
    {
        var seats = new List<(double, double)>();
        var step = (outer - inner) / Math.Max(1, rows - 1);
        for (var row = 0; row < rows; row++)
        {
            var radius = (inner + (row * step)) * width / 520 * 1.18;
            var count = (int)(radius * (To - From) / apart);
            for (var place = 0; place <= count; place++)
            {
                var angle = From + ((To - From) * place / count);
                seats.Add(((width / 2) + (radius * Math.Cos(angle)), (outer * width / 520 * 1.18 * Flat) + 8 + (radius * Flat * Math.Sin(angle))));
            }
        }

        return seats;
    }

    private static string Path(IEnumerable<(double X, double Y)> seats)
    {
        var path = new StringBuilder();
        foreach (var (x, y) in seats)
            path.Append(CultureInfo.InvariantCulture, $"M{x:0.#} {y:0.#}h.01");
        return path.ToString();
    }
}
