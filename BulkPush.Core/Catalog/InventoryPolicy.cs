namespace BulkPush.Core.Catalog;

/// <summary>Whether a variant may be sold below zero stock.</summary>
public enum InventoryPolicy
{
    Deny,
    Continue,
}
