using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BulkPush.Core.Persistence.Configurations;

/// <summary>
/// Keeps an immutable record as one jsonb column. Written and read whole; a field that an old document lacks takes the record's default,
/// which is why this is a conversion and not EF's complex JSON mapping.
/// </summary>
internal static class JsonDocumentColumn
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

    public static PropertyBuilder<T> HasJsonDocument<T>(this PropertyBuilder<T> property)
        where T : class?
    {
        property.HasColumnType("jsonb").HasConversion(
            new ValueConverter<T, string>(
                document => JsonSerializer.Serialize(document, Options),
                text => JsonSerializer.Deserialize<T>(text, Options)!),
            new ValueComparer<T>(
                (a, b) => JsonSerializer.Serialize(a, Options) == JsonSerializer.Serialize(b, Options),
                document => JsonSerializer.Serialize(document, Options).GetHashCode(StringComparison.Ordinal),
                document => document));
        return property;
    }
}
