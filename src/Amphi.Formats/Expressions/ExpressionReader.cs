using System.Globalization;
using static Amphi.Formats.Expressions.Expression;

namespace Amphi.Formats.Expressions;

/// <summary>Reads an expression by recursive descent: sums of products of signed powers.</summary>
internal sealed class ExpressionReader
{
    private readonly string _text;
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private int _at;

    /// <exception cref="FormatException">It is too long.</exception>
    public ExpressionReader(string text)
    {
        if (text.Length > Longest)
            throw new FormatException($"it is longer than {Longest} characters");
        _text = text.Replace('×', '*')
            .Replace('·', '*')
            .Replace('÷', '/')
            .Replace('−', '-')
            .Replace("²", "^2", StringComparison.Ordinal)
            .Replace("³", "^3", StringComparison.Ordinal);
    }

    public IReadOnlySet<string> Names => _names;

    /// <exception cref="FormatException">Why it cannot be read.</exception>
    public Node Whole()
    {
        var value = Sum(0);
        Skip();
        return _at == _text.Length ? value : throw Unexpected();
    }

    private Node Sum(int depth)
    {
        var sum = Product(Deeper(depth));
        while (true)
        {
            if (Take('+'))
                sum = new Join(static (left, right) => left + right, sum, Product(depth));
            else if (Take('-'))
                sum = new Join(static (left, right) => left - right, sum, Product(depth));
            else
                return sum;
        }
    }

    private Node Product(int depth)
    {
        var product = Signed(depth);
        while (true)
        {
            if (Take('*'))
                product = new Join(static (left, right) => left * right, product, Signed(depth));
            else if (Take('/'))
                product = new Join(static (left, right) => left / right, product, Signed(depth));
            else
                return product;
        }
    }

    private Node Signed(int depth)
    {
        if (Take('+'))
            return Signed(Deeper(depth));
        return Take('-') ? new Call(static value => -value, Signed(Deeper(depth))) : Power(depth);
    }

    private Node Power(int depth)
    {
        var root = Percent(Atom(depth));
        return TakePower() ? new Join(Math.Pow, root, Signed(Deeper(depth))) : root;
    }

    private Node Atom(int depth)
    {
        if (Take('('))
            return Closed(Sum(Deeper(depth)));
        Skip();
        if (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            return Number();
        if (Word() is not { } name)
            throw Unexpected();
        if ((!Function.OfOne.ContainsKey(name) && !Function.OfTwo.ContainsKey(name)) || !Take('('))
        {
            _names.Add(name);
            return new Name(name);
        }

        var first = Sum(Deeper(depth));
        if (Take(','))
            return Function.OfTwo.TryGetValue(name, out var two)
                ? Closed(new Join(two, first, Sum(Deeper(depth))))
                : throw new FormatException($"{name} takes one value");
        return Function.OfOne.TryGetValue(name, out var one) ? Closed(new Call(one, first)) : throw new FormatException($"{name} takes two values");
    }

    private Node Closed(Node inner) => Take(')') ? inner : throw (_at == _text.Length ? new FormatException("a ) is missing") : Unexpected());

    private Node Percent(Node value) => Take('%') ? new Call(static of => of / 100, value) : value;

    private Number Number()
    {
        var from = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.'))
            _at++;
        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            var exponent = _at + 1;
            if (exponent < _text.Length && _text[exponent] is '+' or '-')
                exponent++;
            if (exponent < _text.Length && char.IsAsciiDigit(_text[exponent]))
                for (_at = exponent; _at < _text.Length && char.IsAsciiDigit(_text[_at]); )
                    _at++;
        }

        return double.TryParse(_text.AsSpan(from, _at - from), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? new Number(number)
            : throw new FormatException($"{_text[from.._at]} is no number");
    }

    private string? Word()
    {
        var from = _at;
        while (_at < _text.Length && (char.IsLetter(_text[_at]) || (_at > from && (char.IsAsciiDigit(_text[_at]) || _text[_at] is '_' or '\''))))
            _at++;
        return _at > from ? _text[from.._at] : null;
    }

    private bool TakePower()
    {
        Skip();
        if (!_text.AsSpan(_at).StartsWith("**", StringComparison.Ordinal))
            return Take('^');
        _at += 2;
        return true;
    }

    private bool Take(char sign)
    {
        Skip();
        if (_at >= _text.Length || _text[_at] != sign || (sign == '*' && _text.AsSpan(_at).StartsWith("**", StringComparison.Ordinal)))
            return false;
        _at++;
        return true;
    }

    private void Skip()
    {
        while (_at < _text.Length && char.IsWhiteSpace(_text[_at]))
            _at++;
    }

    private static int Deeper(int depth) => depth < Deepest ? depth + 1 : throw new FormatException($"it nests more than {Deepest} deep");

    private FormatException Unexpected() => new(_at < _text.Length ? $"{_text[_at]} was not expected" : "it ends too early");
}
