using System.ComponentModel.DataAnnotations;
using BulkPush.Core.Security;
using BulkPush.Web.Auth;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;

namespace BulkPush.Web.Components.Pages.Account;

/// <summary>Creates the first administrator while there is nobody else.</summary>
public sealed partial class Setup
{
    private IReadOnlyList<string> _problems = [];

    [CascadingParameter]
    public required HttpContext HttpContext { get; set; }

    [SupplyParameterFromForm(FormName = "setup")]
    public Entry? Input { get; set; }

    [Inject]
    public required SignInManager<BulkPushUser> Manager { get; init; }

    [Inject]
    public required OperatorAccounts Accounts { get; init; }

    [Inject]
    public required NavigationManager Navigation { get; init; }

    protected override async Task OnInitializedAsync()
    {
        Input ??= new Entry();
        if (await Accounts.AnyAsync(HttpContext.RequestAborted))
            Navigation.NavigateTo(AccountAddress.SignIn);
    }

    private async Task CreateAsync()
    {
        switch (await Accounts.CreateFirstAsync(Input!.Email.Trim(), Input.Password, HttpContext.RequestAborted))
        {
            case FirstOperatorResult.Created created:
                await Manager.PasswordSignInAsync(created.Email, created.Password, isPersistent: false, lockoutOnFailure: false);
                Navigation.NavigateTo(AccountAddress.Home);
                break;
            case FirstOperatorResult.AlreadyExists:
                Navigation.NavigateTo(AccountAddress.SignIn);
                break;
            case FirstOperatorResult.Refused refused:
                _problems = refused.Reasons;
                break;
        }
    }

    public sealed class Entry
    {
        [Required(ErrorMessage = "Enter an e-mail."), EmailAddress(ErrorMessage = "This is not an e-mail address.")]
        public string Email { get; set; } = "";

        [Required(ErrorMessage = "Enter a password.")]
        public string Password { get; set; } = "";

        [Compare(nameof(Password), ErrorMessage = "The two passwords differ.")]
        public string Repeat { get; set; } = "";
    }
}
