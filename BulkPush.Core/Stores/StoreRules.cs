namespace BulkPush.Core.Stores;

/// <summary>What a store's fields must be. Collects one sentence per wrong field and the tidy values of the right ones.</summary>
internal sealed class StoreRules
{
    private const int LongestName = 255;
    private const int LongestToken = 500;

    private readonly Dictionary<string, string[]> _errors = [];

    private StoreRules()
    {
    }

    public string Name { get; private set; } = "";

    public string Domain { get; private set; } = "";

    public string? AdminUrl { get; private set; }

    /// <summary>Null keeps the present token.</summary>
    public string? AccessToken { get; private set; }

    public bool IsBroken => _errors.Count > 0;

    public StoreSaveResult.Invalid Invalid => new(_errors);

    public static StoreRules Apply(StoreEdit edit, bool isNew, bool allowLoopback)
    {
        var rules = new StoreRules();
        rules.CheckName(edit.Name);
        rules.CheckDomain(edit.Domain);
        rules.CheckAdminUrl(edit.AdminUrl, allowLoopback);
        rules.CheckToken(edit.AccessToken, isNew);
        return rules;
    }

    public void Refuse(string field, string sentence) => _errors[field] = [sentence];

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

    private void CheckToken(string? text, bool isNew)
    {
        AccessToken = string.IsNullOrWhiteSpace(text) ? null : text.Trim();
        if (AccessToken is null)
        {
            if (isNew)
                Refuse(nameof(StoreEdit.AccessToken), "Enter the Admin API access token of the store's custom app.");
        }
        else if (AccessToken.Length > LongestToken || AccessToken.Any(c => c is <= ' ' or > '~'))
        {
            // It travels in an HTTP header, which takes nothing else.
            Refuse(nameof(StoreEdit.AccessToken), "An access token has no spaces, line breaks or special letters. Copy it again.");
        }
    }
}
