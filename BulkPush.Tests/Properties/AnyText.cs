using FsCheck;
using FsCheck.Fluent;

namespace BulkPush.Tests.Properties;

/// <summary>Text as people, spreadsheets and other systems write it.</summary>
internal static class AnyText
{
    private static readonly string[] Pieces =
    [
        "Wool", "shirt", "Größe", "東京", "München", "naïve", "e\u0301", "İ", "ß", "👩‍👩‍👧", "𝒳", "नमस्ते", "عربى", "12", "-", "_", "/", ",", ";", "&amp;", "<b>", "\"", "'", "\\", "%", "#", "’",
    ];

    private static readonly string[] Blanks = [" ", "  ", "\u00a0", "\u200b", "\t", "\u3000"];

    private static readonly string[] Breaks = ["\n", "\r\n", "\r"];

    /// <summary>NUL and halves of a surrogate pair: no database or JSON text can hold them.</summary>
    private static readonly string[] Unstorable = ["\0", "\ud83d", "\udc69"];

    /// <summary>A few words without line breaks, never blank.</summary>
    public static Gen<string> Words { get; } =
        from words in Gen.ArrayOf(Gen.Elements(Pieces), 3)
        from blank in Gen.Elements(Blanks)
        from count in Gen.Choose(1, 3)
        select string.Join(blank, words.Take(count));

    /// <summary>Words that a store would take as they are.</summary>
    public static Gen<string> Tame { get; } =
        from word in Gen.Elements("Wool", "Shirt", "Größe", "東京", "Linen", "Blue", "No. 7", "x-y_z")
        from number in Gen.Choose(1, 99)
        select $"{word} {number}";

    public static Gen<string> Several { get; } =
        from lines in Gen.ArrayOf(Words, 2)
        from lineBreak in Gen.Elements(Breaks)
        select string.Join(lineBreak, lines);

    /// <summary>Text around a limit of 255 characters.</summary>
    public static Gen<string> Long { get; } =
        from length in Gen.Choose(253, 257)
        from letter in Gen.Elements('x', 'ü', '字')
        from isPadded in Gen.Elements(true, false)
        select isPadded ? $" {new string(letter, length)} " : new string(letter, length);

    /// <summary>Anything: mostly sound, now and then blank, padded, too long, with line breaks, or not storable at all.</summary>
    public static Gen<string> Any { get; } = Gen.Frequency(
        (150, Tame),
        (40, Words),
        (10, Words.Select(words => $" {words}\u00a0")),
        (4, Several),
        (4, Gen.Elements("", " ", "\t\u00a0")),
        (1, Long),
        (1, Gen.Elements(Unstorable).SelectMany(_ => Words, (odd, words) => words + odd)));
}
