namespace BulkPush.Core.Stores;

/// <summary>What an operator fills in for a store.</summary>
public sealed record StoreEdit
{
    public required string Name { get; init; }

    public required string Domain { get; init; }

    public string? AdminUrl { get; init; }

    /// <summary>
    /// How BulkPush is let in; another kind than the present one needs its secrets in the same edit. Null means what the filled-in fields belong to,
    /// and the present kind when none is filled in.
    /// </summary>
    public StoreCredentialKind? CredentialKind { get; init; }

    /// <summary>Required when the store is to be opened by a token and has none; else null or blank keeps the present one.</summary>
    public string? AccessToken { get; init; }

    /// <summary>Required when tokens are to be granted; null or blank keeps the present one.</summary>
    public string? ClientId { get; init; }

    /// <summary>Required with a client id that the store does not have yet; else null or blank keeps the present one.</summary>
    public string? ClientSecret { get; init; }

    public StoreSettings Settings { get; init; } = new();

    /// <summary>Publication GIDs of this store where new products are published; empty for nowhere, null keeps the present choice.</summary>
    public IReadOnlyList<string>? PublicationIds { get; init; }

    /// <summary>Leaves the secrets out, so that a logged edit gives nothing away.</summary>
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
