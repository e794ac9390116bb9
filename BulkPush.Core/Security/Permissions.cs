namespace BulkPush.Core.Security;

/// <summary>What an operator or API token may do. Each is a claim of type <see cref="ClaimType"/> and a policy of the same name.</summary>
public static class Permissions
{
    public const string ClaimType = "permission";

    public const string ProductsView = "products.view";
    public const string ProductsEdit = "products.edit";
    public const string ProductsPush = "products.push";
    public const string StoresManage = "stores.manage";

    /// <summary>Who is told of pushes: targets, and the log of what they were sent.</summary>
    public const string NotificationsManage = "notifications.manage";

    public static IReadOnlyList<string> All { get; } = [ProductsView, ProductsEdit, ProductsPush, StoresManage, NotificationsManage];
}
