using System.Text;
using BulkPush.Core.Catalog;
using BulkPush.Core.Catalog.Csv;

namespace BulkPush.Tests.Properties;

/// <summary>Whatever a file holds, its products come in whole and allowed, or are named with a line and a sentence.</summary>
public sealed class CsvProperties
{
    [Randomised(300)]
    public async Task A_product_comes_in_normalised_and_allowed_or_with_a_line_and_a_sentence(AnyCsv csv)
    {
        await foreach (var rows in ReadAsync(csv.ToBytes()))
        {
            try
            {
                var content = ProductCsvContent.Read(rows, null);

                Assert.Empty(ProductContentRules.Validate(content));
                Assert.True(ProductContentMapping.AreEqual(content, ProductContentRules.Normalise(content)), $"{new AnyProduct(content)}");
            }
            catch (ProductCsvRowException refused)
            {
                Assert.InRange(refused.Line, 2, int.MaxValue);
                Assert.Matches(@"(?s)^.* .*\.$", refused.Message);
            }
        }
    }

    [Randomised(300)]
    public async Task The_same_file_a_second_time_changes_nothing(AnyCsv csv)
    {
        await foreach (var rows in ReadAsync(csv.ToBytes()))
        {
            ProductContent first;
            try
            {
                first = ProductCsvContent.Read(rows, null);
            }
            catch (ProductCsvRowException)
            {
                continue;
            }

            var second = ProductCsvContent.Read(rows, first);

            Assert.True(ProductContentMapping.AreEqual(first, second), $"{new AnyProduct(first)}\n{new AnyProduct(second)}");
        }
    }

    [Randomised(300)]
    public async Task Any_text_at_all_is_read_or_refused(string text)
    {
        try
        {
            await foreach (var rows in ReadAsync(Encoding.UTF8.GetBytes($"Handle,Title,Variant Price\n{text}")))
                _ = Record.Exception(() => ProductCsvContent.Read(rows, null)) is null or ProductCsvRowException ? true : throw new InvalidOperationException(text);
        }
        catch (ProductCsvException refused)
        {
            Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        }
    }

    private static async IAsyncEnumerable<ProductCsvRows> ReadAsync(byte[] file)
    {
        await using var reader = new ProductCsvReader(new MemoryStream(file));
        var header = await reader.ReadHeaderAsync(default);
        await foreach (var product in reader.ReadAsync(header, default))
            yield return product;
    }
}
