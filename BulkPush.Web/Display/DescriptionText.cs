using System.Net;
using System.Text.RegularExpressions;

namespace BulkPush.Web.Display;

/// <summary>
/// An HTML description as plain paragraphs. Imported HTML is never rendered as markup here: it could carry scripts, and its images would
/// call foreign hosts.
/// </summary>
public static partial class DescriptionText
{
    public static IReadOnlyList<string> Paragraphs(string html)
    {
        var text = Invisible().Replace(html, "");
        text = ListItem().Replace(text, "\n• ");
        text = BlockEnd().Replace(text, "\n");
        text = WebUtility.HtmlDecode(AnyTag().Replace(text, ""));
        return [.. text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(line => Blanks().Replace(line, " "))];
    }

    [GeneratedRegex(@"<(script|style)\b.*?</\1\s*>|<!--.*?-->", RegexOptions.IgnoreCase | RegexOptions.Singleline)]
    private static partial Regex Invisible();

    [GeneratedRegex(@"<li\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex ListItem();

    [GeneratedRegex(@"<(br|/p|/div|/li|/h[1-6]|/tr|/ul|/ol|hr)\b[^>]*>", RegexOptions.IgnoreCase)]
    private static partial Regex BlockEnd();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex AnyTag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
