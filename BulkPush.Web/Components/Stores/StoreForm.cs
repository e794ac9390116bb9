using BulkPush.Core.Stores;

namespace BulkPush.Web.Components.Stores;

/// <summary>What the fields of the store page hold. The token is only ever what somebody just typed.</summary>
public sealed class StoreForm
{
    public string Name { get; set; } = "";

    public string Domain { get; set; } = "";

    public string AdminUrl { get; set; } = "";

    public string AccessToken { get; set; } = "";

    public StoreSettings Settings { get; set; } = new();

    public static StoreForm Of(StoreSummary store) => new()
    {
        Name = store.Name,
        Domain = store.Domain,
        AdminUrl = store.AdminUrl ?? "",
        Settings = store.Settings,
    };

    public StoreEdit ToEdit() => new()
    {
        Name = Name,
        Domain = Domain,
        AdminUrl = AdminUrl,
        AccessToken = AccessToken,
        Settings = Settings,
    };
}
