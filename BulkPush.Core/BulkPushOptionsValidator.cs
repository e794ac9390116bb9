using Microsoft.Extensions.Options;

namespace BulkPush.Core;

/// <summary>Refuses to start with settings that could not work, in sentences that name the key.</summary>
public sealed class BulkPushOptionsValidator : IValidateOptions<BulkPushOptions>
{
    public ValidateOptionsResult Validate(string? name, BulkPushOptions options)
    {
        var errors = Errors(options).ToList();
        return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
    }

    private static IEnumerable<string> Errors(BulkPushOptions options)
    {
        if (options.Roles.Length > 0 && !ProcessRolesText.TryParse(options.Roles, out _))
            yield return $"BulkPush:Roles is '{options.Roles}'; it must be one or more of web, worker and demo-stores, separated by commas.";

        if (options.PublicAddress.Length > 0
            && !(Uri.TryCreate(options.PublicAddress, UriKind.Absolute, out var address) && (address.Scheme == Uri.UriSchemeHttps || address.Scheme == Uri.UriSchemeHttp)))
            yield return $"BulkPush:PublicAddress is '{options.PublicAddress}'; it must be the address of the pages, for example https://bulkpush.example.com.";

        var (email, password, token) = (options.Bootstrap.AdminEmail, options.Bootstrap.AdminPassword, options.Bootstrap.ApiToken);
        if (string.IsNullOrEmpty(email) != string.IsNullOrEmpty(password))
            yield return "BulkPush:Bootstrap:AdminEmail and BulkPush:Bootstrap:AdminPassword must be set together.";
        if (!string.IsNullOrEmpty(email) && !email.Contains('@', StringComparison.Ordinal))
            yield return $"BulkPush:Bootstrap:AdminEmail is '{email}', which is not an e-mail address.";
        if (!string.IsNullOrEmpty(token) && token.Length < BootstrapOptions.ShortestApiToken)
            yield return $"BulkPush:Bootstrap:ApiToken must have at least {BootstrapOptions.ShortestApiToken} characters.";
    }
}
