using System.Globalization;
using Amphi.Formats.Courses;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Amphi.Formats.Folders;

/// <summary>Where the faults of one file are noted; lines count from 1 in that file.</summary>
internal sealed class FaultLog(string file, List<Fault> faults)
{
    public string File { get; } = file;

    public void Add(long line, string why) => faults.Add(new Fault(File, (int)line, why));
}

/// <summary>
/// A YAML mapping whose keys are asked for by name; what nobody asked for is a fault in the end. Anchors, aliases and
/// tags are refused: a course needs none, and they are how a small file becomes a large one.
/// </summary>
internal sealed class YamlMap
{
    private const int Deepest = 32;
    private readonly Dictionary<string, YamlNode> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);
    private readonly FaultLog _faults;
    private readonly long _offset;

    private YamlMap(YamlMappingNode node, FaultLog faults, long offset)
    {
        _faults = faults;
        _offset = offset;
        Line = node.Start.Line + offset;
        Column = (int)node.Start.Column;
        IsFlow = node.Style == YamlDotNet.Core.Events.MappingStyle.Flow;
        foreach (var (key, value) in node.Children)
        {
            var name = (key as YamlScalarNode)?.Value ?? "";
            _nodes[name] = value;
            _lines[name] = key.Start.Line + offset;
        }
    }

    /// <summary>The line it begins on.</summary>
    public long Line { get; }

    /// <summary>The column of its first key (or of its brace), from 1.</summary>
    public int Column { get; }

    /// <summary>Whether it is written in braces.</summary>
    public bool IsFlow { get; }

    /// <summary>Whether a file's missing ids are written into it: see <see cref="MissingId"/>.</summary>
    public string Id(List<MissingId> missing)
    {
        if (Text("id") is { Length: > 0 } id)
        {
            if (!CourseIds.IsOne(id))
                Fault("id", $"id: {id} is no id; use 1 to 64 of a–z A–Z 0–9 _ . -");
            return id;
        }

        missing.Add(new MissingId((int)Line, IsFlow ? IdPlace.Flow : IdPlace.Item, Column));
        return "";
    }

    /// <summary>Reads a text as one mapping; null when it is not, which is noted.</summary>
    /// <param name="offset">Lines of the file before the text.</param>
    public static YamlMap? Read(string text, FaultLog faults, long offset)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new Guarded(new Parser(new StringReader(text))));
            if (stream.Documents is [{ RootNode: YamlMappingNode root }])
                return new YamlMap(root, faults, offset);
            if (string.IsNullOrWhiteSpace(text))
                return new YamlMap(new YamlMappingNode(), faults, offset);
            faults.Add(offset + 1, "expected keys and values, such as title: …");
        }
        catch (YamlException fault)
        {
            faults.Add(fault.Start.Line + offset, $"not YAML: {fault.InnerException?.Message ?? fault.Message}");
        }

        return null;
    }

    public void Fault(string key, string why) => _faults.Add(LineOf(key), why);

    public long LineOf(string key) => _lines.GetValueOrDefault(key, Line);

    public IReadOnlyCollection<string> Keys => _nodes.Keys;

    public bool Has(string key) => _nodes.ContainsKey(key);

    public bool IsList(string key) => _nodes.GetValueOrDefault(key) is YamlSequenceNode;

    /// <summary>Plain text or Markdown; null when the key is not there.</summary>
    public string? Text(string key) => Scalar(key)?.Value;

    public string Required(string key)
    {
        if (Text(key) is { Length: > 0 } text)
            return text;
        if (!Has(key) || _nodes[key] is YamlScalarNode)
            _faults.Add(LineOf(key), $"{key} is missing");
        return "";
    }

    public bool Flag(string key) =>
        Scalar(key) switch
        {
            null => false,
            { Value: "true" } => true,
            { Value: "false" } => false,
            _ => Wrong(key, "true or false", false),
        };

    public bool? Answer(string key) => Has(key) ? Flag(key) : null;

    public int? Whole(string key, int from, int to) =>
        Scalar(key) is not { } node ? null
        : int.TryParse(node.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= from && number <= to ? number
        : Wrong<int?>(key, $"a whole number from {from} to {to}", null);

    public DateRule? Date(string key) =>
        Scalar(key) is not { } node ? null
        : DateRule.TryParse(node.Value ?? "", out var date) ? date
        : Wrong<DateRule?>(key, DateRule.Example, null);

    /// <summary>Milliseconds from <c>m:ss</c>, <c>h:mm:ss</c>, either with <c>.mmm</c>.</summary>
    public long? Duration(string key) =>
        Scalar(key) is not { } node ? null
        : Durations.TryParse(node.Value, out var milliseconds) ? milliseconds
        : Wrong<long?>(key, "a time such as 4:12 or 1:04:12", null);

    /// <summary>One of the words, or null when the key is not there.</summary>
    public string? Word(string key, params ReadOnlySpan<string> words)
    {
        if (Scalar(key) is not { Value: { } value })
            return null;
        if (words.Contains(value))
            return value;
        return Wrong<string?>(key, $"one of {string.Join(", ", words.ToArray())}", null);
    }

    /// <summary>A list of texts; a single text is a list of one.</summary>
    public IReadOnlyList<string> Texts(string key)
    {
        _asked.Add(key);
        switch (_nodes.GetValueOrDefault(key))
        {
            case null:
                return [];
            case YamlScalarNode one:
                return [one.Value ?? ""];
            case YamlSequenceNode many when many.Children.All(child => child is YamlScalarNode):
                return [.. many.Children.Select(child => ((YamlScalarNode)child).Value ?? "")];
            default:
                return Wrong<IReadOnlyList<string>>(key, "a list of texts", []);
        }
    }

    /// <summary>A list of mappings; a text in it is a mapping with that text under <paramref name="short"/>.</summary>
    public IReadOnlyList<YamlMap> Maps(string key, string? @short = null)
    {
        _asked.Add(key);
        if (_nodes.GetValueOrDefault(key) is not { } node)
            return [];
        if (node is not YamlSequenceNode list)
            return Wrong<IReadOnlyList<YamlMap>>(key, "a list", []);

        var maps = new List<YamlMap>();
        foreach (var child in list.Children)
        {
            if (child is YamlMappingNode map)
                maps.Add(new YamlMap(map, _faults, _offset));
            else if (child is YamlScalarNode text && @short is not null)
                maps.Add(new YamlMap(new YamlMappingNode(new YamlScalarNode(@short), text), _faults, _offset));
            else
                _faults.Add(child.Start.Line + _offset, $"{key}: expected keys and values");
        }

        return maps;
    }

    /// <summary>A mapping within this one; null when the key is not there.</summary>
    public YamlMap? Map(string key)
    {
        _asked.Add(key);
        return _nodes.GetValueOrDefault(key) switch
        {
            null => null,
            YamlMappingNode map => new YamlMap(map, _faults, _offset),
            _ => Wrong<YamlMap?>(key, "keys and values", null),
        };
    }

    /// <summary>Minutes from <c>30m</c>, <c>36h</c> or <c>2d</c>.</summary>
    public int? Span(string key) =>
        Scalar(key) is not { } node ? null
        : Spans.TryParse(node.Value, out var minutes) ? minutes
        : Wrong<int?>(key, "a span such as 30m, 36h or 2d", null);

    /// <summary>A mapping of names to texts.</summary>
    public IReadOnlyList<(string Name, YamlNode Value, long Line)> Pairs(string key)
    {
        _asked.Add(key);
        return _nodes.GetValueOrDefault(key) switch
        {
            null => [],
            YamlMappingNode map => [.. map.Children.Select(pair => ((pair.Key as YamlScalarNode)?.Value ?? "", pair.Value, pair.Key.Start.Line + _offset))],
            _ => Wrong<IReadOnlyList<(string, YamlNode, long)>>(key, "names and values", []),
        };
    }

    /// <summary>A list of lists of whole numbers.</summary>
    public IReadOnlyList<(int X, int Y)> Points(string key)
    {
        _asked.Add(key);
        var points = new List<(int, int)>();
        foreach (var child in (_nodes.GetValueOrDefault(key) as YamlSequenceNode)?.Children ?? [])
        {
            if (
                child is YamlSequenceNode { Children: [YamlScalarNode x, YamlScalarNode y] }
                && int.TryParse(x.Value, out var left)
                && int.TryParse(y.Value, out var top)
            )
                points.Add((left, top));
            else
                _faults.Add(child.Start.Line + _offset, $"{key}: expected points such as [12, 40]");
        }

        return points;
    }

    public IReadOnlyList<int> Wholes(string key)
    {
        var numbers = new List<int>();
        foreach (var text in Texts(key))
            if (int.TryParse(text, out var number))
                numbers.Add(number);
            else
                Wrong(key, "whole numbers", 0);
        return numbers;
    }

    /// <summary>Notes every key that nobody asked for.</summary>
    public void Done()
    {
        foreach (var key in _nodes.Keys.Where(key => !_asked.Contains(key)))
            _faults.Add(LineOf(key), $"unknown key {key}; known here: {string.Join(", ", _asked.Order(StringComparer.Ordinal))}");
    }

    private YamlScalarNode? Scalar(string key)
    {
        _asked.Add(key);
        if (_nodes.GetValueOrDefault(key) is not { } node)
            return null;
        if (node is YamlScalarNode scalar)
            return scalar;
        return Wrong<YamlScalarNode?>(key, "a text or a number", null);
    }

    private T Wrong<T>(string key, string expected, T instead)
    {
        _faults.Add(LineOf(key), $"{key}: expected {expected}");
        return instead;
    }

    private sealed class Guarded(IParser inner) : IParser
    {
        private int _depth;

        public ParsingEvent? Current => inner.Current;

        public bool MoveNext()
        {
            if (!inner.MoveNext())
                return false;

            var current = inner.Current!;
            if (current is AnchorAlias || current is NodeEvent { Anchor.IsEmpty: false } || current is NodeEvent { Tag.IsEmpty: false })
                throw new YamlException(current.Start, current.End, "anchors, aliases and tags are not used here");
            _depth += current.NestingIncrease;
            if (_depth > Deepest)
                throw new YamlException(current.Start, current.End, $"nested deeper than {Deepest}");
            return true;
        }
    }
}
