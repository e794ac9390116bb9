using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>Reads the images of products, whose state depends on their age.</summary>
internal static class MediaFields
{
    private static readonly MediaFault[] NoFaults = [];
    private static readonly MediaFault[] NotFetched = [new("IMAGE_DOWNLOAD_FAILURE", "Image download failed.", "The host of the address could not be resolved.")];

    public static void AddTo(FieldReaders readers)
    {
        readers.On<DemoMedia>(
            "MediaImage",
            ("alt", m => m.Alt),
            ("createdAt", m => m.CreatedAt),
            ("id", m => GlobalId.Of("MediaImage", m.Id)),
            ("mediaContentType", _ => "IMAGE"),
            ("mediaWarnings", _ => NoFaults),
            ("updatedAt", m => m.CreatedAt));
        readers.With<DemoMedia>(
            "MediaImage",
            ("fileErrors", (m, _, c) => FaultsOf(m, c)),
            ("fileStatus", (m, _, c) => m.StatusAt(c.Now)),
            ("image", (m, _, c) => m.StatusAt(c.Now) == "READY" ? m : null),
            ("mediaErrors", (m, _, c) => FaultsOf(m, c)),
            ("mimeType", (m, _, c) => m.StatusAt(c.Now) == "READY" ? "image/jpeg" : null),
            ("preview", (m, _, _) => m),
            ("status", (m, _, c) => m.StatusAt(c.Now)));
        foreach (var type in (string[])["MediaError", "FileError"])
            readers.On<MediaFault>(type, ("code", f => f.Code), ("details", f => f.Details), ("message", f => f.Message));
        readers.On<MediaFault>("MediaWarning", ("code", f => f.Code), ("message", f => f.Message));
        readers.With<DemoMedia>(
            "MediaPreviewImage",
            ("image", (m, _, c) => m.StatusAt(c.Now) == "READY" ? m : null),
            ("status", (m, _, c) => m.StatusAt(c.Now)));
        readers.On<DemoMedia>(
            "Image",
            ("altText", m => m.Alt),
            ("height", _ => 1024),
            ("id", m => GlobalId.Of("ImageSource", m.Id)),
            ("width", _ => 1024));
        readers.With<DemoMedia>("Image", ("url", (m, _, c) => $"https://cdn.shopify.com/s/files/1/{c.Shop.Name}/files/{m.Id}.jpg"));
    }

    private static MediaFault[] FaultsOf(DemoMedia media, ReadContext context) => media.StatusAt(context.Now) == "FAILED" ? NotFetched : NoFaults;

    private sealed record MediaFault(string Code, string Message, string Details);
}
