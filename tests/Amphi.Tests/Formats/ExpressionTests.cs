using System.Globalization;
using Amphi.Formats.Expressions;
using CsCheck;

namespace Amphi.Tests.Formats;

public sealed class ExpressionTests
{
    private static readonly Dictionary<string, double> None = [];

    [Theory]
    [InlineData("1 + 2 * 3", 7)]
    [InlineData("(1 + 2) * 3", 9)]
    [InlineData("-2^2", -4)]
    [InlineData("2^3^2", 512)]
    [InlineData("2 ** -1", 0.5)]
    [InlineData("8 / 4 / 2", 1)]
    [InlineData("50 %", 0.5)]
    [InlineData("round(2.345, 2) + min(3, 1) + mod(-1, 3)", 5.35)]
    [InlineData("1.5e3 × 2", 3_000)]
    public void Expressions_are_worked_out_as_mathematics_does(string text, double value)
    {
        Assert.True(Expression.TryParse(text, out var expression));
        Assert.True(expression.TryEvaluate(None, out var worked));
        Assert.Equal(value, worked, 1e-12);
    }

    [Theory]
    [InlineData("", "it ends too early")]
    [InlineData("1 +", "it ends too early")]
    [InlineData("(1", "a ) is missing")]
    [InlineData("1 2", "2 was not expected")]
    [InlineData("n ? 1", "? was not expected")]
    [InlineData("1..2", "1..2 is no number")]
    [InlineData("sin(1, 2)", "sin takes one value")]
    [InlineData("min(1)", "min takes two values")]
    public void What_cannot_be_read_says_why(string text, string why)
    {
        Assert.False(Expression.TryParse(text, out _, out var said));
        Assert.Equal(why, said);
    }

    [Theory]
    [InlineData('(', "nests")]
    [InlineData('-', "nests")]
    [InlineData('1', "no number|longer")]
    public void Towers_and_endless_ones_are_refused_before_they_cost_anything(char sign, string why)
    {
        Assert.False(Expression.TryParse(new string(sign, sign == '1' ? 2_001 : 1_999) + "1", out _, out var said));
        Assert.Contains(why.Split('|'), part => said.Contains(part, StringComparison.Ordinal));
        Assert.False(Expression.TryParse(string.Join('^', Enumerable.Repeat("9", 900)), out _));
    }

    [
        Theory,
        InlineData("1/0"),
        InlineData("0/0"),
        InlineData("9^9^9^9"),
        InlineData("sqrt(-1)"),
        InlineData("ln(0)"),
        InlineData("1e999"),
        InlineData("mod(1, 0)")
    ]
    public void What_has_no_value_is_told_and_never_thrown(string text)
    {
        Assert.True(Expression.TryParse(text, out var expression));
        Assert.True(expression.TryEvaluate(None, out var value));
        Assert.False(double.IsFinite(value));
    }

    [Fact]
    public void Whatever_is_typed_is_read_or_refused_within_its_steps()
    {
        string[] known = ["(", ")", "+", "-", "*", "/", "^", "**", "%", ",", "1", "2.5e3", "n", "sin(", "round(", "e", " ", "²", "$", "é", "\0"];
        Gen.Int[0, known.Length - 1]
            .Select(n => known[n])
            .Array[0, 60]
            .Select(string.Concat)
            .Sample(text =>
            {
                if (Expression.TryParse(text, out var expression, out var why))
                    Assert.True(expression.TryEvaluate(new Dictionary<string, double> { ["n"] = 3, ["é"] = 1 }, out _) || expression.Names.Count > 0);
                else
                    Assert.NotEmpty(why);
            });
    }

    [Fact]
    public void Sums_and_products_of_any_tree_are_those_of_the_numbers()
    {
        Tree(4)
            .Sample(tree =>
            {
                Assert.True(Expression.TryParse(tree.Text, out var expression), tree.Text);
                Assert.True(expression.TryEvaluate(None, out var value));
                Assert.Equal(tree.Value, value);
            });
    }

    private static Gen<(string Text, double Value)> Tree(int depth) =>
        depth == 0
            ? Gen.Int[0, 99].Select(number => (number.ToString(CultureInfo.InvariantCulture), (double)number))
            : Gen.Select(Tree(depth - 1), Tree(depth - 1), Gen.Char["+-*/"])
                .Select((left, right, sign) => ($"({left.Text} {sign} {right.Text})", Of(left.Value, right.Value, sign)));

    private static double Of(double left, double right, char sign) =>
        sign switch
        {
            '+' => left + right,
            '-' => left - right,
            '*' => left * right,
            _ => left / right,
        };
}
