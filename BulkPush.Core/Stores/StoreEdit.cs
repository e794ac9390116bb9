namespace BulkPush.Core.Stores;

/// <summary>What an operator fills in for a store.</summary>
public sealed record StoreEdit
{
    public required string Name { get; init; }

    public required string Domain { get; init; }

    public string? AdminUrl { get; init; }

    /// <summary>Required for a new store; null or blank on an edit keeps the present one.</summary>
    public string? AccessToken { get; init; }

    public StoreSettings Settings { get; init; } = new();

    /// <summary>Leaves the token out, so that a logged edit gives nothing away.</summary>
    public override string ToString() => $"{Name} ({Domain})";
}

/// <summary>What became of saving a store.</summary>
public abstract record StoreSaveResult
{
    public sealed record Saved(StoreSummary Store) : StoreSaveResult;

    public sealed record NotFound : StoreSaveResult;

    /// <param name="Errors">Field name of <see cref="StoreEdit"/> to sentences.</param>
    public sealed record Invalid(IReadOnlyDictionary<string, string[]> Errors) : StoreSaveResult;
}
