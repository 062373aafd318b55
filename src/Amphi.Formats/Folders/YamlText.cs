using Amphi.Formats.Courses;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Amphi.Formats.Folders;

/// <summary>Writes YAML in one canonical form: block style, keys in the order they are given, nothing that is empty.</summary>
internal sealed class YamlText : IDisposable
{
    private readonly StringWriter _writer = new() { NewLine = "\n" };
    private readonly Emitter _emitter;
    private int _keys;

    private YamlText()
    {
        _emitter = new Emitter(
            _writer,
            new EmitterSettings(2, int.MaxValue, isCanonical: false, 1024, skipAnchorName: false, indentSequences: true, newLine: "\n")
        );
        _emitter.Emit(new StreamStart());
        _emitter.Emit(new DocumentStart(null, null, isImplicit: true));
        _emitter.Emit(new MappingStart());
    }

    public void Dispose() => _writer.Dispose();

    /// <summary>A whole mapping, ending in a line end; empty when nothing was written.</summary>
    public static string Of(Action<YamlText> write)
    {
        using var text = new YamlText();
        write(text);
        if (text._keys == 0)
            return "";
        text._emitter.Emit(new MappingEnd());
        text._emitter.Emit(new DocumentEnd(isImplicit: true));
        text._emitter.Emit(new StreamEnd());
        return text._writer.ToString().TrimEnd('\n') + "\n";
    }

    public YamlText Put(string key, string? value)
    {
        if (value is not null)
        {
            Key(key);
            Scalar(value);
        }

        return this;
    }

    public YamlText Put(string key, int? value) => Put(key, value?.ToString());

    public YamlText Put(string key, DateRule? value) => Put(key, value?.ToString());

    /// <summary>Written only when true.</summary>
    public YamlText Flag(string key, bool value) => value ? Put(key, "true") : this;

    public YamlText Duration(string key, long? milliseconds) => Put(key, milliseconds is { } time ? Durations.Write(time) : null);

    public YamlText List(string key, IReadOnlyCollection<string> values)
    {
        if (values.Count == 0)
            return this;
        Key(key);
        _emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Block));
        foreach (var value in values)
            Scalar(value);
        _emitter.Emit(new SequenceEnd());
        return this;
    }

    public YamlText Maps<T>(string key, IReadOnlyCollection<T> values, Action<YamlText, T> write)
    {
        if (values.Count == 0)
            return this;
        Key(key);
        _emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Block));
        foreach (var value in values)
        {
            _emitter.Emit(new MappingStart());
            write(this, value);
            _emitter.Emit(new MappingEnd());
        }

        _emitter.Emit(new SequenceEnd());
        return this;
    }

    public YamlText Map<T>(string key, IReadOnlyCollection<T> values, Action<YamlText, T> write)
    {
        if (values.Count == 0)
            return this;
        Key(key);
        _emitter.Emit(new MappingStart());
        foreach (var value in values)
            write(this, value);
        _emitter.Emit(new MappingEnd());
        return this;
    }

    /// <summary>Short lists of numbers, in one line: <c>[12, 40]</c>.</summary>
    public YamlText Row(string key, IEnumerable<string> values)
    {
        Key(key);
        Row(values);
        return this;
    }

    public YamlText Rows(string key, IEnumerable<IEnumerable<string>> rows)
    {
        Key(key);
        _emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Flow));
        foreach (var row in rows)
            Row(row);
        _emitter.Emit(new SequenceEnd());
        return this;
    }

    private void Row(IEnumerable<string> values)
    {
        _emitter.Emit(new SequenceStart(null, null, isImplicit: true, SequenceStyle.Flow));
        foreach (var value in values)
        {
            var isBare = value.Length > 0 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '+' or '-') && value.Any(char.IsAsciiLetterOrDigit);
            _emitter.Emit(new Scalar(null, null, value, isBare ? ScalarStyle.Plain : ScalarStyle.DoubleQuoted, isBare, !isBare));
        }

        _emitter.Emit(new SequenceEnd());
    }

    private void Key(string key)
    {
        _keys++;
        _emitter.Emit(new Scalar(null, null, key, ScalarStyle.Any, true, true));
    }

    // Lines of text stand as they are; what a block of lines could change is quoted.
    private void Scalar(string value)
    {
        var isBlock =
            value.Contains('\n', StringComparison.Ordinal)
            && !value.StartsWith('\n')
            && !value.EndsWith("\n\n", StringComparison.Ordinal)
            && !value.StartsWith(' ')
            && !value.Any(c => char.IsControl(c) && c != '\n' || c is '\u0085' or '\u2028' or '\u2029' or '\uFEFF')
            && !value.Split('\n').Any(line => line.EndsWith(' ') || (line.Length > 0 && line[0] == '\t'));
        var style =
            isBlock ? ScalarStyle.Literal
            : IsPlain(value) ? ScalarStyle.Plain
            : ScalarStyle.DoubleQuoted;
        _emitter.Emit(new Scalar(null, null, value, style, style == ScalarStyle.Plain, style != ScalarStyle.Plain));
    }

    private static bool IsPlain(string value) =>
        value.Length > 0
        && value is not ("~" or "null" or "---")
        && value[0]
            is not (
                ' '
                or '-'
                or '?'
                or ':'
                or ','
                or '['
                or ']'
                or '{'
                or '}'
                or '#'
                or '&'
                or '*'
                or '!'
                or '|'
                or '>'
                or '\''
                or '"'
                or '%'
                or '@'
                or '`'
                or '='
                or '.'
            )
        && value[^1] is not (' ' or ':')
        && !value.Contains(": ", StringComparison.Ordinal)
        && !value.Contains(" #", StringComparison.Ordinal)
        && !value.Any(c => char.IsControl(c) || c is '\u0085' or '\u2028' or '\u2029' or '\uFEFF');
}
