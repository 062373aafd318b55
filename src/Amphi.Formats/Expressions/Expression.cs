using System.Diagnostics.CodeAnalysis;

namespace Amphi.Formats.Expressions;

/// <summary>
/// An arithmetic expression: numbers, names, <c>+ - * / ^ %</c>, parentheses and the functions of <see cref="Function"/>.
/// It is read into a tree and worked out by ourselves; nothing in it is ever executed as code. Its length bounds the
/// steps that working it out takes, and <see cref="Deepest"/> how deep it nests, so that no expression is expensive.
/// </summary>
public sealed class Expression
{
    /// <summary>Characters; an expression of so many takes fewer steps than that.</summary>
    public const int Longest = 2_000;
    public const int Deepest = 100;

    private readonly Node _root;

    private Expression(Node root, IReadOnlySet<string> names) => (_root, Names) = (root, names);

    /// <summary>The names it needs values for; <c>pi</c> and <c>e</c> have their own unless given others.</summary>
    public IReadOnlySet<string> Names { get; }

    /// <param name="why">What is wrong with it, in English; null when nothing is.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression, [NotNullWhen(false)] out string? why)
    {
        (expression, why) = (null, null);
        try
        {
            var reader = new ExpressionReader(text);
            expression = new Expression(reader.Whole(), reader.Names);
            return true;
        }
        catch (FormatException fault)
        {
            why = fault.Message;
            return false;
        }
    }

    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression) => TryParse(text, out expression, out _);

    /// <summary>The value for some names, which may be no number or infinite; false when one of the names is not known.</summary>
    public bool TryEvaluate(IReadOnlyDictionary<string, double> values, out double value)
    {
        value = double.NaN;
        if (Names.Any(name => !values.ContainsKey(name) && Constant(name) is null))
            return false;
        value = _root.Value(values);
        return true;
    }

    internal static double? Constant(string name) =>
        name switch
        {
            "pi" or "π" => Math.PI,
            "e" => Math.E,
            _ => null,
        };

    internal abstract record Node
    {
        public abstract double Value(IReadOnlyDictionary<string, double> values);
    }

    internal sealed record Number(double Given) : Node
    {
        public override double Value(IReadOnlyDictionary<string, double> values) => Given;
    }

    internal sealed record Name(string Word) : Node
    {
        public override double Value(IReadOnlyDictionary<string, double> values) => values.TryGetValue(Word, out var value) ? value : Constant(Word)!.Value;
    }

    internal sealed record Call(Func<double, double> Of, Node Argument) : Node
    {
        public override double Value(IReadOnlyDictionary<string, double> values) => Of(Argument.Value(values));
    }

    internal sealed record Join(Func<double, double, double> Of, Node Left, Node Right) : Node
    {
        public override double Value(IReadOnlyDictionary<string, double> values) => Of(Left.Value(values), Right.Value(values));
    }
}
