using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Oss.Domain.Persistence.Migrations.MySql
{
    /// <inheritdoc />
    public partial class AddressesOfDomainByKind : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Addresses_DomainId_Kind_Value",
                table: "Addresses",
                columns: new[] { "DomainId", "Kind", "Value" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Addresses_DomainId_Kind_Value",
                table: "Addresses");
        }
    }
}
