using BulkPush.Core.Catalog.Csv;
using BulkPush.Web.Display;

namespace BulkPush.Tests.Display;

public sealed class ImportSummaryTests
{
    [Theory]
    [InlineData(0, 0, 0, "The file has no products: nothing follows the names of the columns.")]
    [InlineData(0, 1, 0, "The product of the file is in the catalogue.")]
    [InlineData(0, 1200, 0, "All 1,200 products of the file are in the catalogue.")]
    [InlineData(0, 0, 1, "The product of the file could not be imported.")]
    [InlineData(0, 0, 3, "None of the 3 products of the file could be imported.")]
    [InlineData(0, 1, 2, "1 product of the file is in the catalogue, 2 could not be imported.")]
    [InlineData(0, 5, 1, "5 products of the file are in the catalogue, 1 could not be imported.")]
    [InlineData(1, 0, 0, "The product of the file is in the catalogue. The new product is in no store yet: select it in the list and switch its channels on.")]
    [InlineData(2, 1, 0, "All 3 products of the file are in the catalogue. New products are in no store yet: select them in the list and switch their channels on.")]
    public void Says_what_came_of_the_file(int created, int unchanged, int errors, string text) => Assert.Equal(
        text,
        ImportSummary.For(new ProductImportResult(created, 0, unchanged, [.. Enumerable.Repeat(new ProductImportError(2, "lamp", "Bad."), errors)], [])));

    [Fact]
    public void Says_how_far_a_stopped_import_came()
    {
        Assert.Equal("The import was stopped after 1,200 products. What was imported stays; import the file again to bring in the rest.", ImportSummary.Stopped(1200));
        Assert.Equal("The import was stopped before anything was saved.", ImportSummary.Stopped(0));
    }
}
