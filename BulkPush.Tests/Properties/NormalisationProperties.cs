using BulkPush.Core.Catalog;
using BulkPush.Core.Shopify;

namespace BulkPush.Tests.Properties;

/// <summary>Bringing content into the form in which Shopify keeps it is done once: a second time changes nothing.</summary>
public sealed class NormalisationProperties
{
    [Randomised(400)]
    public void Normalised_content_stays_as_it_is(AnyProduct any)
    {
        var once = ProductContentRules.Normalise(any.Content);
        var twice = ProductContentRules.Normalise(once);

        Assert.True(ProductContentMapping.AreEqual(once, twice), $"{new AnyProduct(once)}\n{new AnyProduct(twice)}");
    }

    [Randomised(200)]
    public void Normalising_does_not_change_whether_content_is_allowed(AnyProduct any)
    {
        var once = ProductContentRules.Normalise(any.Content);

        Assert.Equal(Faults(once), Faults(ProductContentRules.Normalise(once)));
    }

    [Randomised(200)]
    public void Tags_are_the_same_to_the_catalogue_and_to_the_store(AnyProduct any)
    {
        var tags = ProductContentRules.Tags(any.Content.Tags);

        Assert.Equal(tags, ProductContentRules.Tags(tags));
        Assert.Equal(tags, new NormalisedProduct(any.ToProduct()).Tags);
    }

    [Randomised(200)]
    public void A_handle_is_made_once(AnyProduct any)
    {
        var handle = ProductHandle.From(any.Content.Handle, any.Content.Title);

        Assert.Equal(handle, ProductHandle.From(handle, any.Content.Title));
        Assert.NotEmpty(handle);
    }

    private static string[] Faults(ProductContent content) =>
        [.. ProductContentRules.Validate(content).SelectMany(fault => fault.Value.Select(sentence => $"{fault.Key}: {sentence}")).Order(StringComparer.Ordinal)];
}
