using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Amphi.Assessment.Marking;

/// <summary>
/// An arithmetic expression, read and evaluated by ourselves: numbers, variables, <c>+ - * / ^</c>, parentheses and the
/// functions below. Nothing in it is ever executed as code, and its depth and length are bounded.
/// </summary>
public sealed class Expression
{
    private const int Deepest = 100;
    private const int Longest = 2_000;

    private static readonly Dictionary<string, Func<double, double>> Functions = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sin"] = Math.Sin,
        ["cos"] = Math.Cos,
        ["tan"] = Math.Tan,
        ["arcsin"] = Math.Asin,
        ["arccos"] = Math.Acos,
        ["arctan"] = Math.Atan,
        ["asin"] = Math.Asin,
        ["acos"] = Math.Acos,
        ["atan"] = Math.Atan,
        ["sinh"] = Math.Sinh,
        ["cosh"] = Math.Cosh,
        ["tanh"] = Math.Tanh,
        ["sqrt"] = Math.Sqrt,
        ["exp"] = Math.Exp,
        ["ln"] = Math.Log,
        ["log10"] = Math.Log10,
        ["log"] = Math.Log10,
        ["log2"] = Math.Log2,
        ["abs"] = Math.Abs,
    };

    private readonly Func<IReadOnlyDictionary<string, double>, double> _value;

    private Expression(Func<IReadOnlyDictionary<string, double>, double> value) => _value = value;

    public static bool TryParse(string text, [NotNullWhen(true)] out Expression? expression)
    {
        expression = null;
        if (text.Length > Longest)
            return false;
        var reader = new Reader(
            text.Replace('×', '*')
                .Replace('·', '*')
                .Replace('÷', '/')
                .Replace('−', '-')
                .Replace("²", "^2", StringComparison.Ordinal)
                .Replace("³", "^3", StringComparison.Ordinal)
        );
        if (reader.Sum(0) is not { } value || !reader.IsAtEnd)
            return false;
        expression = new Expression(value);
        return true;
    }

    /// <summary>The value for some variables; false when one of them is not known.</summary>
    public bool TryEvaluate(IReadOnlyDictionary<string, double> variables, out double value)
    {
        try
        {
            value = _value(variables);
            return true;
        }
        catch (KeyNotFoundException)
        {
            value = double.NaN;
            return false;
        }
    }

    private sealed class Reader(string text)
    {
        private int _at;

        public bool IsAtEnd
        {
            get
            {
                Skip();
                return _at == text.Length;
            }
        }

        public Func<IReadOnlyDictionary<string, double>, double>? Sum(int depth)
        {
            if (depth > Deepest || Product(depth) is not { } left)
                return null;
            while (Take('+') is var plus && (plus || Take('-')))
            {
                if (Product(depth) is not { } right)
                    return null;
                var before = left;
                left = plus ? variables => before(variables) + right(variables) : variables => before(variables) - right(variables);
            }

            return left;
        }

        private Func<IReadOnlyDictionary<string, double>, double>? Product(int depth)
        {
            if (Signed(depth) is not { } left)
                return null;
            while (Take('*') is var times && (times || Take('/')))
            {
                if (Signed(depth) is not { } right)
                    return null;
                var before = left;
                left = times ? variables => before(variables) * right(variables) : variables => before(variables) / right(variables);
            }

            return left;
        }

        private Func<IReadOnlyDictionary<string, double>, double>? Signed(int depth)
        {
            if (depth > Deepest)
                return null;
            if (Take('+'))
                return Signed(depth + 1);
            if (!Take('-'))
                return Power(depth);
            return Signed(depth + 1) is { } value ? variables => -value(variables) : null;
        }

        private Func<IReadOnlyDictionary<string, double>, double>? Power(int depth)
        {
            if (Atom(depth) is not { } root)
                return null;
            if (!TakePower())
                return root;
            return Signed(depth + 1) is { } exponent ? variables => Math.Pow(root(variables), exponent(variables)) : null;
        }

        private Func<IReadOnlyDictionary<string, double>, double>? Atom(int depth)
        {
            if (Take('('))
                return Sum(depth + 1) is { } inner && Take(')') ? Percent(inner) : null;
            Skip();
            if (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
                return Number() is { } number ? Percent(_ => number) : null;
            if (Name() is not { } name)
                return null;
            if (Functions.TryGetValue(name, out var function) && Take('('))
                return Sum(depth + 1) is { } inner && Take(')') ? variables => function(inner(variables)) : null;
            return variables => variables.TryGetValue(name, out var value) ? value : Constant(name);
        }

        private Func<IReadOnlyDictionary<string, double>, double> Percent(Func<IReadOnlyDictionary<string, double>, double> value) =>
            Take('%') ? variables => value(variables) / 100 : value;

        private static double Constant(string name) =>
            name switch
            {
                "pi" or "π" => Math.PI,
                "e" => Math.E,
                _ => throw new KeyNotFoundException(name),
            };

        private double? Number()
        {
            var from = _at;
            while (_at < text.Length && (char.IsAsciiDigit(text[_at]) || text[_at] == '.'))
                _at++;
            if (_at < text.Length && text[_at] is 'e' or 'E')
            {
                var exponent = _at + 1;
                if (exponent < text.Length && text[exponent] is '+' or '-')
                    exponent++;
                if (exponent < text.Length && char.IsAsciiDigit(text[exponent]))
                    for (_at = exponent; _at < text.Length && char.IsAsciiDigit(text[_at]); )
                        _at++;
            }

            return double.TryParse(text.AsSpan(from, _at - from), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
        }

        private string? Name()
        {
            var from = _at;
            while (_at < text.Length && (char.IsLetter(text[_at]) || (_at > from && (char.IsAsciiDigit(text[_at]) || text[_at] is '_' or '\''))))
                _at++;
            return _at > from ? text[from.._at] : null;
        }

        private bool TakePower()
        {
            Skip();
            if (_at + 1 < text.Length && text[_at] == '*' && text[_at + 1] == '*')
            {
                _at += 2;
                return true;
            }

            return Take('^');
        }

        private bool Take(char sign)
        {
            Skip();
            if (_at >= text.Length || text[_at] != sign || (sign == '*' && _at + 1 < text.Length && text[_at + 1] == '*'))
                return false;
            _at++;
            return true;
        }

        private void Skip()
        {
            while (_at < text.Length && char.IsWhiteSpace(text[_at]))
                _at++;
        }
    }
}
