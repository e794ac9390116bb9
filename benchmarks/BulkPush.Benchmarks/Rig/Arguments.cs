using System.Globalization;

namespace BulkPush.Benchmarks.Rig;

/// <summary>The command line after the benchmark's name: <c>--name value</c> pairs.</summary>
internal sealed class Arguments
{
    private readonly Dictionary<string, string> _given = [];
    private readonly HashSet<string> _known = [];

    /// <exception cref="UsageException">A name without its value, or a value without its name.</exception>
    public Arguments(ReadOnlySpan<string> words)
    {
        for (var index = 0; index < words.Length; index += 2)
        {
            if (!words[index].StartsWith("--", StringComparison.Ordinal) || index + 1 == words.Length)
                throw new UsageException($"Options are pairs such as --products 1500; '{words[index]}' is not one.");
            _given[words[index][2..]] = words[index + 1];
        }
    }

    public string? Text(string name)
    {
        _known.Add(name);
        return _given.GetValueOrDefault(name);
    }

    /// <exception cref="UsageException">It is not a whole number from 1.</exception>
    public int Count(string name, int otherwise) => (int)Number(name, otherwise) is var count and > 0 ? count : throw new UsageException($"--{name} must be 1 or more.");

    /// <exception cref="UsageException">It is not a number.</exception>
    public double Number(string name, double otherwise)
    {
        if (Text(name) is not { } text)
            return otherwise;

        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0
            ? number
            : throw new UsageException($"--{name} must be a number, not '{text}'.");
    }

    /// <summary>Call once everything was read: a misspelt option must not measure something else.</summary>
    /// <exception cref="UsageException">There is an option that nobody asked for.</exception>
    public void RefuseUnknown()
    {
        if (_given.Keys.FirstOrDefault(name => !_known.Contains(name)) is { } unknown)
            throw new UsageException($"This benchmark has no option --{unknown}. It has: {string.Join(", ", _known.Order(StringComparer.Ordinal).Select(name => "--" + name))}.");
    }
}

/// <summary>The command line is wrong; the message says how.</summary>
internal sealed class UsageException(string message) : Exception(message);
