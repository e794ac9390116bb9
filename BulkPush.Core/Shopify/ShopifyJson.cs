using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace BulkPush.Core.Shopify;

/// <summary>How JSON is written for Shopify: compact, and non-Latin text as itself.</summary>
internal static class ShopifyJson
{
    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the members of one object and returns it in UTF-8.</summary>
    public static ReadOnlyMemory<byte> Object(Action<Utf8JsonWriter> writeMembers)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriterOptions))
        {
            writer.WriteStartObject();
            writeMembers(writer);
            writer.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Like <see cref="Object"/>, without the braces.</summary>
    public static ReadOnlyMemory<byte> Members(Action<Utf8JsonWriter> writeMembers) => Object(writeMembers)[1..^1];
}
