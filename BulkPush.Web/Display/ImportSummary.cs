using BulkPush.Core.Catalog.Csv;

namespace BulkPush.Web.Display;

/// <summary>What an import did, in a sentence or two.</summary>
public static class ImportSummary
{
    public static string For(ProductImportResult result)
    {
        var products = result.Created + result.Updated + result.Unchanged;
        var summary = (products, result.Errors.Count) switch
        {
            (0, 0) => "The file has no products: nothing follows the names of the columns.",
            (1, 0) => "The product of the file is in the catalogue.",
            (_, 0) => $"All {Amounts.Count(products)} products of the file are in the catalogue.",
            (0, 1) => "The product of the file could not be imported.",
            (0, var errors) => $"None of the {Amounts.Count(errors)} products of the file could be imported.",
            (1, var errors) => $"1 product of the file is in the catalogue, {Amounts.Count(errors)} could not be imported.",
            (_, var errors) => $"{Amounts.Count(products)} products of the file are in the catalogue, {Amounts.Count(errors)} could not be imported.",
        };
        return result.Created switch
        {
            0 => summary,
            1 => $"{summary} The new product is in no store yet: select it in the list and switch its channels on.",
            _ => $"{summary} New products are in no store yet: select them in the list and switch their channels on.",
        };
    }

    /// <summary>What is left of an import that was stopped.</summary>
    /// <param name="handled">Products handled before, as last reported.</param>
    public static string Stopped(int handled) => handled == 0
        ? "The import was stopped before anything was saved."
        : $"The import was stopped after {Amounts.Of(handled, "product")}. What was imported stays; import the file again to bring in the rest.";
}
