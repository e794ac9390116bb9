namespace BulkPush.Web.Auth;

/// <summary>Where the account pages are, and where they may lead.</summary>
internal static class AccountAddress
{
    public const string SignIn = "/account/sign-in";
    public const string SignOut = "/account/sign-out";
    public const string Setup = "/account/setup";
    public const string Password = "/account/password";
    public const string Denied = "/account/denied";
    public const string Home = "/products";

    /// <summary>
    /// The return address if it is a path of this site, else the home page. A second slash or a backslash would make a browser read
    /// the rest as another host, and browsers drop control characters before they look.
    /// </summary>
    public static string Return(string? returnUrl) =>
        returnUrl is ['/'] or ['/', not ('/' or '\\'), ..] && !returnUrl.Any(char.IsControl) ? returnUrl : Home;
}
