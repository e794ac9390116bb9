using System.Buffers;
using System.Text.Json;
using BulkPush.Web.DemoStores.Language;
using BulkPush.Web.DemoStores.Products;
using BulkPush.Web.DemoStores.Shops;

namespace BulkPush.Web.DemoStores.Bulk;

/// <summary>Executes single lines of a bulk operation, as the same mutation sent alone would be, but without cost.</summary>
internal sealed class BulkLines(PreparedOperation mutation, DemoShop shop, Func<ReadContext> contextOf)
{
    private readonly ArrayBufferWriter<byte> _data = new(1024);
    private readonly ArrayBufferWriter<byte> _line = new(1024);

    /// <summary>Executes the line and writes its result, ending in a line break. The caller holds the shop's lock.</summary>
    public void Run(BulkInputLine line, IBufferWriter<byte> results)
    {
        _data.ResetWrittenCount();
        var problems = Execute(line.Text);
        Write(line.Number, problems);
        EscapedSlashes.Write(_line.WrittenSpan, results);
    }

    private IReadOnlyList<GraphQLProblem> Execute(string text)
    {
        using var document = Parse(text);
        // What Shopify says to a line that is no JSON was never recorded: the words are ours.
        if (document is not { RootElement.ValueKind: JsonValueKind.Object }) return [GraphQLProblem.Of("INVALID_JSON", "The line is not a JSON object.")];
        var variables = Variables.Coerce(mutation, document.RootElement, out var invalid);
        if (invalid is not null) return [invalid];
        if (InputLimits.Check(mutation, variables) is { } tooLong) return [tooLong];
        using var writer = new Utf8JsonWriter(_data, new JsonWriterOptions { SkipValidation = true });
        var runner = new OperationRunner(contextOf(), variables);
        runner.Run(mutation, writer);
        writer.Flush();
        shop.Statistics.RanBulkLine();
        return runner.Problems;
    }

    /// <summary>A line whose root failed has errors only; one of which a part was denied has both.</summary>
    private void Write(int number, IReadOnlyList<GraphQLProblem> problems)
    {
        _line.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_line, new JsonWriterOptions { SkipValidation = true }))
        {
            writer.WriteStartObject();
            if (problems.Count > 0)
            {
                writer.WriteStartArray("errors");
                foreach (var problem in problems) problem.WriteTo(writer);
                writer.WriteEndArray();
            }
            else
            {
                writer.WritePropertyName("data");
                writer.WriteRawValue(_data.WrittenSpan, skipInputValidation: true);
            }

            writer.WriteNumber("__lineNumber", number);
            writer.WriteEndObject();
        }

        _line.Write("\n"u8);
    }

    private static JsonDocument? Parse(string text)
    {
        try
        {
            return JsonDocument.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>Writes JSON the way Shopify's result files have it: <c>gid:\/\/shopify\/Product\/1</c> (capture 62).</summary>
internal static class EscapedSlashes
{
    public static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> target)
    {
        var from = 0;
        for (var i = 0; i < json.Length; i++)
        {
            if (json[i] == (byte)'\\')
            {
                i++;
            }
            else if (json[i] == (byte)'/')
            {
                target.Write(json[from..i]);
                target.Write("\\"u8);
                from = i;
            }
        }

        target.Write(json[from..]);
    }
}
