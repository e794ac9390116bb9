using System.Text.Json;
using BulkPush.Core.Shopify.Costs;

namespace BulkPush.Tests.Shopify.Costs;

/// <summary>Shopify's formula as FACTS section 3 tells it, rule by rule.</summary>
public sealed class DocumentCostTests
{
    [Theory]
    [InlineData("{ shop { id name } }", 1)]
    [InlineData("{ shop { id plan { publicDisplayName } } }", 2)]
    [InlineData("{ currentAppInstallation { accessScopes { handle } } }", 2)]
    [InlineData("{ shop { id } currentAppInstallation { accessScopes { handle } } }", 3)]
    [InlineData("{ a: shop { id } b: shop { id } }", 2)]
    [InlineData("{ __typename shop { __typename } }", 1)]
    [InlineData("{ productsCount { count precision } }", 10)]
    [InlineData("{ location(id: \"x\") { id hasUnfulfilledOrders address { city } } }", 2)]
    [InlineData("{ productVariant(id: \"x\") { inventoryItem { unitCost { amount } measurement { weight { value } } } } }", 2)]
    [InlineData("{ node(id: \"x\") { ... on Product { options { name } } ... on ProductVariant { id } } }", 2)]
    [InlineData("{ nodes(ids: [\"x\", \"y\"]) { ... on MediaImage { id fileStatus } } }", 1)]
    [InlineData("{ product(id: \"x\") { ...Names options { name } } } fragment Names on Product { options { name } options { id } }", 2)]
    public void A_query_costs_a_point_for_each_object(string document, int points) => Assert.Equal(points, Cost(document));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    [InlineData(5, 5)]
    [InlineData(10, 6)]
    [InlineData(20, 7)]
    [InlineData(50, 9)]
    [InlineData(100, 11)]
    [InlineData(250, 13)]
    public void A_page_costs_by_the_logarithm_of_its_size(int size, int points)
    {
        Assert.Equal(points, Cost($"{{ products(first: {size}) {{ nodes {{ id }} pageInfo {{ endCursor }} }} }}"));
        Assert.Equal(points, Cost($"{{ products(last: {size}) {{ edges {{ cursor node {{ id }} }} }} }}"));
        Assert.Equal(points, Cost("query($n: Int!) { products(first: $n) { nodes { id } } }", new { n = size }));
        Assert.Equal(points, Cost($"query($n: Int = {size}) {{ products(first: $n) {{ nodes {{ id }} }} }}"));
    }

    [Theory]
    [InlineData("{ products(first: 10) { nodes { id } edges { cursor node { id } } } }", 10)]
    [InlineData("{ products(first: 50) { nodes { id seo { title } } } }", 16)]
    [InlineData("{ products(first: 10) { pageInfo { hasNextPage } } }", 2)]
    [InlineData("{ products(first: 10) { nodes { variants(first: 5) { nodes { id } } } } }", 26)]
    public void A_node_is_charged_with_all_that_is_selected_from_it(string document, int points) => Assert.Equal(points, Cost(document));

    [Theory]
    [InlineData("mutation { productSet(input: {title: \"A\"}) { product { id handle } userErrors { message } } }", 10)]
    [InlineData("mutation { productSet(input: {title: \"A\"}) { product { options { name optionValues { name } } } } }", 12)]
    [InlineData("mutation { productSet(input: {title: \"A\"}) { productSetOperation { id userErrors { code } } } }", 11)]
    [InlineData("mutation { publishablePublish(id: \"x\", input: []) { publishable { resourcePublicationsCount { count } } userErrors { message } } }", 11)]
    [InlineData("mutation { fileCreate(files: []) { files { id } } }", 20)]
    [InlineData("mutation { a: productSet(input: {}) { product { id } } b: productSet(input: {}) { product { id } } }", 20)]
    public void A_mutation_costs_ten_and_what_is_below_its_payloads_objects(string document, int points) => Assert.Equal(points, Cost(document));

    [Theory]
    [InlineData(10, 3, 4, 0, 21)]
    [InlineData(10, 3, 0, 0, 13)]
    [InlineData(2, 1, 0, 0, 11)]
    [InlineData(2, 0, 0, 0, 10)]
    [InlineData(2049, 0, 0, 0, 420)]
    [InlineData(10, 0, 0, 10, 18)]
    public void Lists_in_the_input_cost_by_the_piece(int variants, int metafields, int files, int variantFiles, int points)
    {
        var input = new
        {
            variants = Enumerable.Range(0, variants).Select(index => index < variantFiles ? (object)new { file = new { id = "x" } } : new { sku = "x" }),
            metafields = Enumerable.Repeat(new { key = "kk" }, metafields),
            files = Enumerable.Repeat(new { alt = "" }, files),
            tags = new[] { "free" },
        };

        Assert.Equal(points, Cost("mutation($input: ProductSetInput!) { productSet(input: $input) { product { id } } }", new { input }));
    }

    [Theory]
    [InlineData("{ variants: [{}, {}, {}] }", 11)]
    [InlineData("{ variants: $list }", 11)]
    [InlineData("{ variants: [{metafields: [{}, {}]}, {metafields: [{}]}] }", 12)]
    [InlineData("{ files: {alt: \"one\"} }", 12)]
    [InlineData("{ files: null }", 10)]
    public void Pieces_are_found_in_the_document_and_in_the_variables(string input, int points) => Assert.Equal(
        points,
        Cost($"mutation($list: [ProductVariantSetInput!]) {{ productSet(input: {input}) {{ product {{ id }} }} }}", new { list = new object[] { 1, 2, 3 } }));

    [Fact]
    public void A_document_says_whether_its_variables_matter()
    {
        Assert.True(DocumentCost.Read("{ shop { id } }").IsSame);
        Assert.False(DocumentCost.Read("query($n: Int!) { products(first: $n) { nodes { id } } }").IsSame);
        Assert.Null(DocumentCost.Read("query($n: Int!) { products(first: $n) { nodes { id } } }").Selection);
        Assert.Equal(10, DocumentCost.Read("mutation($input: ProductSetInput!) { productSet(input: $input) { product { id } } }").Selection);
    }

    private static int Cost(string document, object? variables = null) =>
        DocumentCost.Read(document).Requested(JsonSerializer.SerializeToElement(variables ?? new { }));
}
