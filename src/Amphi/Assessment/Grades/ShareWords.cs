using Amphi.Look;

namespace Amphi.Assessment.Grades;

/// <summary>Shares as people read them.</summary>
public static class ShareWords
{
    extension(Words words)
    {
        /// <summary><c>66,7 %</c>.</summary>
        public string Percent(Share share) => $"{words.Points(share)}{(words.Language == "fr" ? "\u00a0%" : "%")}";

        /// <summary>The same without its sign: points of 100.</summary>
        public string Points(Share share) => (share.Millionths / 10_000m).ToString("0.#", words.Culture);

        /// <summary>Points from thousandths of them: <c>1,5</c>.</summary>
        public string Thousandths(int thousandths) => (thousandths / 1000m).ToString("0.##", words.Culture);
    }
}
