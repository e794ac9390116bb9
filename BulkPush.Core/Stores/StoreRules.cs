using System.Text.RegularExpressions;

namespace BulkPush.Core.Stores;

/// <summary>What a store's fields must be. Collects one sentence per wrong field and the tidy values of the right ones.</summary>
internal sealed partial class StoreRules
{
    private const int LongestName = 255;

    /// <summary>Shopify takes lists of up to 250 entries.</summary>
    private const int MostPublications = 250;

    private readonly Dictionary<string, string[]> _errors = [];

    private StoreRules()
    {
    }

    public string Name { get; private set; } = "";

    public string Domain { get; private set; } = "";

    public string? AdminUrl { get; private set; }

    /// <summary>How BulkPush is let in from now on.</summary>
    public StoreCredentialRules Credentials { get; private set; } = null!;

    /// <summary>Each once; null keeps the present ones.</summary>
    public IReadOnlyList<string>? PublicationIds { get; private set; }

    public bool IsBroken => _errors.Count > 0;

    public StoreSaveResult.Invalid Invalid => new(_errors);

    /// <param name="present">The store as it is; null for a new one.</param>
    public static StoreRules Apply(StoreEdit edit, Store? present, bool allowLoopback)
    {
        var rules = new StoreRules();
        rules.CheckName(edit.Name);
        rules.CheckDomain(edit.Domain);
        rules.CheckAdminUrl(edit.AdminUrl, allowLoopback);
        rules.Credentials = StoreCredentialRules.Apply(edit, present, rules.Refuse);
        rules.CheckPublications(edit.PublicationIds);
        return rules;
    }

    public void Refuse(string field, string sentence) => _errors[field] = [sentence];

    private void CheckPublications(IReadOnlyList<string>? ids)
    {
        PublicationIds = ids is null ? null : [.. ids.Select(id => id?.Trim() ?? "").Distinct()];
        if (PublicationIds?.Any(id => !PublicationId().IsMatch(id)) is true)
            Refuse(nameof(StoreEdit.PublicationIds), "Take the ids of sales channels from the store's last check, for example gid://shopify/Publication/268039389490.");
        else if (PublicationIds?.Count > MostPublications)
            Refuse(nameof(StoreEdit.PublicationIds), $"Choose at most {MostPublications} sales channels.");
    }

    [GeneratedRegex("^gid://shopify/Publication/[0-9]{1,20}$", RegexOptions.CultureInvariant)]
    private static partial Regex PublicationId();

    private void CheckName(string? text)
    {
        Name = text?.Trim() ?? "";
        if (Name.Length is 0 or > LongestName)
            Refuse(nameof(StoreEdit.Name), $"Give the store a name of up to {LongestName} characters.");
    }

    private void CheckDomain(string? text)
    {
        if (AdminAddress.TryNormaliseDomain(text ?? "", out var domain))
            Domain = domain;
        else
            Refuse(nameof(StoreEdit.Domain), "Enter the store's permanent address, for example your-store.myshopify.com. A custom domain does not work here.");
    }

    private void CheckAdminUrl(string? text, bool allowLoopback)
    {
        if (string.IsNullOrWhiteSpace(text))
            return;

        if (!allowLoopback)
            Refuse(nameof(StoreEdit.AdminUrl), "Leave this empty. An address on this machine is allowed only when Shopify:AllowLoopback is on.");
        else if (AdminAddress.TryNormaliseLoopback(text, out var url))
            AdminUrl = url;
        else
            Refuse(nameof(StoreEdit.AdminUrl), "Only an address on this machine is allowed, for example http://127.0.0.1:5000/demo-stores/north.");
    }
}
