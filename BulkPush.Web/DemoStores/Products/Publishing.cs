using System.Globalization;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>The mutation publishablePublish: all of its publications or none, and the product in the reply either way (captures 51 and 52).</summary>
internal static class Publishing
{
    public static PublishPayload Run(FieldArguments arguments, ReadContext context)
    {
        if (context.Content.Product(GlobalId.Number(arguments.Text("id"), "Product")) is not { } product)
            return new PublishPayload(null, [new UserProblem(null, "Resource does not exist", "id")]);
        var problems = new List<UserProblem>();
        var wanted = new List<DemoPublishing>();
        var inputs = arguments.List("input")!.Cast<IReadOnlyDictionary<string, object?>>().ToList();
        for (var i = 0; i < inputs.Count; i++)
        {
            var id = inputs[i].Text("publicationId");
            var publication = context.Content.Publication(GlobalId.Number(id, "Publication"));
            if (id is null) Reject(i, "PublicationId cannot be empty");
            else if (publication is null) Reject(i, "Publication does not exist or is not publishable");
            else if (wanted.Exists(w => w.PublicationId == publication.Id)) Reject(i, "The same publication was specified more than once");
            else wanted.Add(new DemoPublishing(publication.Id, DateOf(inputs[i], product, publication, context)));
        }

        if (problems.Count > 0) return new PublishPayload(product, problems);
        var published = product with
        {
            Publishings = [.. product.Publishings.Where(old => !wanted.Exists(w => w.PublicationId == old.PublicationId)), .. wanted],
        };
        context.Shop.Commit(new ShopChange { Product = published });
        return new PublishPayload(published, []);

        void Reject(int index, string message) =>
            problems.Add(new UserProblem(null, message, "input", index.ToString(CultureInfo.InvariantCulture), "publicationId"));
    }

    /// <summary>Publishing again without a date leaves the first one.</summary>
    private static DateTimeOffset DateOf(IReadOnlyDictionary<string, object?> input, DemoProduct product, DemoPublication publication, ReadContext context)
    {
        if (DateTimeOffset.TryParse(input.Text("publishDate"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)) return date;
        return product.Publishings.FirstOrDefault(p => p.PublicationId == publication.Id)?.PublishDate ?? context.Now;
    }
}

internal sealed record PublishPayload(DemoProduct? Product, IReadOnlyList<UserProblem> Problems);
