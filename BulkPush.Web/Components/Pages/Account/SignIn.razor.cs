using System.ComponentModel.DataAnnotations;
using BulkPush.Core.Security;
using BulkPush.Web.Auth;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BulkPush.Web.Components.Pages.Account;

/// <summary>Lets an operator in.</summary>
public sealed partial class SignIn
{
    private const string Refusal = "The e-mail or the password is not right.";

    private string? _problem;
    private GeneratedCredentials? _generated;

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromQuery]
    public string? ReturnUrl { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in")]
    public Entry? Input { get; set; }

    [Inject]
    public required SignInManager<BulkPushUser> Manager { get; init; }

    [Inject]
    public required OperatorAccounts Accounts { get; init; }

    [Inject]
    internal DevelopmentSignIn Development { get; init; } = null!;

    [Inject]
    public required NavigationManager Navigation { get; init; }

    protected override async Task OnInitializedAsync()
    {
        Input ??= new Entry();
        if (HttpContext.User.Identity?.IsAuthenticated is true)
            Navigation.NavigateTo(AccountAddress.Return(ReturnUrl));
        else if (!await Accounts.AnyAsync(HttpContext.RequestAborted))
            Navigation.NavigateTo(AccountAddress.Setup);
        else
            _generated = await Development.FindAsync(HttpContext);
    }

    private async Task SignInAsync()
    {
        var user = await Manager.UserManager.FindByEmailAsync(Input!.Email);
        if (user is null)
        {
            // As slow as a real comparison, so that the time taken does not tell who has an account.
            Manager.UserManager.PasswordHasher.HashPassword(new BulkPushUser(), Input.Password);
            _problem = Refusal;
            return;
        }

        var result = await Manager.PasswordSignInAsync(user, Input.Password, Input.StaySignedIn, lockoutOnFailure: true);
        if (result.Succeeded)
            Navigation.NavigateTo(AccountAddress.Return(ReturnUrl));
        else
            _problem = result.IsLockedOut ? "Too many attempts. Wait five minutes and try again." : Refusal;
    }

    public sealed class Entry
    {
        [Required(ErrorMessage = "Enter your e-mail.")]
        public string Email { get; set; } = "";

        [Required(ErrorMessage = "Enter your password.")]
        public string Password { get; set; } = "";

        public bool StaySignedIn { get; set; }
    }
}
