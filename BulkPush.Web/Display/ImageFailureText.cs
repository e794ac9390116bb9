using BulkPush.Core.Catalog;

namespace BulkPush.Web.Display;

/// <summary>What operators read about images that a store could not fetch or use.</summary>
public static class ImageFailureText
{
    /// <summary>One sentence or two an image: which one, Shopify's reason, and what to do.</summary>
    public static IReadOnlyList<string> For(IReadOnlyList<ChannelImage> failures) => [.. failures.Select(image => $"{Name(image)}: {image.Problem}")];

    private static string Name(ChannelImage image) => image switch
    {
        { Source: { } source } => $"Image {FileName(source)}",
        { AltText.Length: > 0 } => $"Image “{image.AltText}”",
        _ => "An image",
    };

    /// <summary>The last part of an address, without what follows a question mark; the whole address when it has none.</summary>
    private static string FileName(string source)
    {
        var path = source.Split('?', '#')[0].TrimEnd('/');
        var name = path[(path.LastIndexOf('/') + 1)..];
        return name.Length == 0 ? source : name;
    }
}
