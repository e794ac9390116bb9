using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Products;

/// <summary>Reads sales channels, and on which of them a product is.</summary>
internal static class PublicationFields
{
    public static void AddTo(FieldReaders readers)
    {
        readers.With<DemoShop>(
            "QueryRoot",
            ("publication", Scope.Of("read_publications", "publication", (a, c) => c.Content.Publication(GlobalId.Number(a.Text("id"), "Publication")))),
            ("publications", Scope.Of("read_publications", "publications", Publications)));
        readers.With<DemoShop>("Mutation", ("publishablePublish", Scope.Of("write_publications", "publishablePublish", Publishing.Run)));
        readers.On<PublishPayload>("PublishablePublishPayload", ("publishable", p => p.Product), ("userErrors", p => p.Problems));
        readers.With<PublishPayload>("PublishablePublishPayload", ("shop", (_, _, c) => c.Shop));
        readers.On<DemoPublication>(
            "Publication",
            ("autoPublish", _ => false),
            ("catalog", p => new CatalogOf(p)),
            ("id", p => GlobalId.Of("Publication", p.Id)),
            ("name", p => p.Name),
            ("supportsFuturePublishing", p => p.Name == DemoPublication.OnlineStore));
        readers.On<CatalogOf>(
            "AppCatalog",
            ("id", c => GlobalId.Of("AppCatalog", c.Publication.Id)),
            ("publication", c => c.Publication),
            ("status", _ => "ACTIVE"),
            ("title", c => c.Publication.Name));
        readers.On<PublishingOf>("ResourcePublicationV2", ("publishDate", p => p.Publishing.PublishDate), ("publishable", p => p.Product));
        readers.With<PublishingOf>(
            "ResourcePublicationV2",
            ("isPublished", (p, _, c) => p.Product.IsPublishedAt(p.Publishing, c.Now)),
            ("publication", (p, _, c) => c.Content.Publication(p.Publishing.PublicationId)));
        AddProduct(readers);
    }

    private static void AddProduct(FieldReaders readers) => readers.With<DemoProduct>(
        "Product",
        ("availablePublicationsCount", (p, _, c) => new Tally(Seen(p, c).Count(), true)),
        ("onlineStoreUrl", (p, _, c) => OnlineStore(p, c) is null ? null : $"https://{c.Shop.Options.Domain}/products/{p.Handle}"),
        ("publishedAt", (p, _, c) => OnlineStore(p, c)?.PublishDate),
        // BulkPush sells nothing itself: the app has no publication of its own.
        ("publishedOnCurrentPublication", (_, _, _) => false),
        ("publishedOnPublication", (p, a, c) => Seen(p, c).Any(g => g.PublicationId == GlobalId.Number(a.Text("publicationId"), "Publication"))),
        ("resourcePublicationsCount", (p, a, c) => new Tally(Wanted(p, a, c).Count(), true)),
        ("resourcePublicationsV2", (p, a, c) => Page.Of(
            Wanted(p, a, c).Select(g => new PublishingOf(p, g)).ToList(), a, g => g.Publishing.PublicationId)),
        ("unpublishedPublications", (p, a, c) => Page.Of(
            c.Content.Publications.Where(x => p.Publishings.All(g => g.PublicationId != x.Id)).ToList(), a, x => x.Id)));

    /// <summary>Demo shops have catalogues of apps only, which is also what a request without a type gets.</summary>
    private static Page Publications(FieldArguments arguments, ReadContext context) =>
        Page.Of(arguments.Text("catalogType") is null or "APP" ? context.Content.Publications : [], arguments, p => p.Id);

    private static IEnumerable<DemoPublishing> Seen(DemoProduct product, ReadContext context) => product.Publishings.Where(g => product.IsPublishedAt(g, context.Now));

    private static IEnumerable<DemoPublishing> Wanted(DemoProduct product, FieldArguments arguments, ReadContext context) =>
        arguments.Flag("onlyPublished") is false ? product.Publishings : Seen(product, context);

    private static DemoPublishing? OnlineStore(DemoProduct product, ReadContext context) =>
        Seen(product, context).FirstOrDefault(g => context.Content.Publication(g.PublicationId)?.Name == DemoPublication.OnlineStore);
}

/// <summary>The catalogue of one sales channel.</summary>
internal sealed record CatalogOf(DemoPublication Publication);

internal sealed record PublishingOf(DemoProduct Product, DemoPublishing Publishing);
