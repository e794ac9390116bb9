using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace BulkPush.Core.Persistence.Configurations;

/// <summary>Stores an enum as its lower-case name, so that rows read well and SQL can be written by hand.</summary>
internal sealed class LowerCaseEnum<T>() : ValueConverter<T, string>(
    value => value.ToString().ToLowerInvariant(),
    text => Enum.Parse<T>(text, true))
    where T : struct, Enum;
