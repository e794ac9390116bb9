using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>
/// The media a product has after a push. A file named by id stays the file it is; one named by its source is imported again,
/// whether or not the same address was imported before.
/// </summary>
internal sealed class MediaSet(ReadContext context, List<UserProblem> problems)
{
    /// <param name="given">Complete new list; null leaves the old one.</param>
    public IReadOnlyList<DemoMedia> Build(IReadOnlyList<DemoMedia>? old, IReadOnlyList<IReadOnlyDictionary<string, object?>>? given)
    {
        if (given is null) return old ?? [];
        var built = new List<DemoMedia>(given.Count);
        for (var i = 0; i < given.Count; i++)
        {
            if (One(old, given[i], ["input", "files", i.ToString(CultureInfo.InvariantCulture)]) is { } media) built.Add(media);
        }

        return built;
    }

    /// <param name="path">Where the file stands in the input, for user errors.</param>
    public DemoMedia? One(IReadOnlyList<DemoMedia>? known, IReadOnlyDictionary<string, object?> given, IReadOnlyList<string> path)
    {
        if (given.Text("id") is { } id)
        {
            var number = GlobalId.Number(id, "MediaImage");
            var found = known?.FirstOrDefault(m => m.Id == number)
                ?? context.Content.ProductOf(number)?.Media.FirstOrDefault(m => m.Id == number);
            if (found is null) return Reject("File id does not exist.", [.. path, "id"]);
            return given.Has("alt") ? found with { Alt = given.Text("alt") } : found;
        }

        var source = given.Text("originalSource");
        return Uri.TryCreate(source, UriKind.Absolute, out var address) && address.Scheme is ("http" or "https")
            ? new DemoMedia(context.Content.NextId(), source!, given.Text("alt"), context.Now)
            : Reject("Image URL is invalid", [.. path, "originalSource"]);
    }

    private DemoMedia? Reject(string message, IReadOnlyList<string> field)
    {
        problems.Add(new UserProblem("INVALID_INPUT", message, field));
        return null;
    }
}
