namespace BulkPush.Web.Components.Layout;

/// <summary>What a person chose for this browser; the names in lower case are what the browser remembers.</summary>
public enum ThemeChoice
{
    System,
    Light,
    Dark,
}
